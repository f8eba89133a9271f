// Talks to the local workspace.

export async function fetchState(user) {
  const answer = await fetch(`/_local/state?user=${encodeURIComponent(user)}`);
  if (!answer.ok) throw new Error(`state ${answer.status}`);
  return answer.json();
}

export async function act(action, body) {
  const answer = await fetch(`/_local/${action}`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-lamplighter-local": "1" },
    body: JSON.stringify(body),
  });
  return answer.ok;
}

export async function suggest(user, view_id, block_id, typed) {
  const answer = await fetch("/_local/suggest", {
    method: "POST",
    headers: { "content-type": "application/json", "x-lamplighter-local": "1" },
    body: JSON.stringify({ user, view_id, block_id, typed }),
  });
  return answer.ok ? (await answer.json()).options : [];
}

export function onChange(callback) {
  const source = new EventSource("/_local/events");
  source.addEventListener("changed", callback);
}
