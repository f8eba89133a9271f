// Keeps the page up to date with the workspace.
import { act, fetchState, onChange } from "./api.js";
import { renderBlocks } from "./blocks.js";
import { el } from "./dom.js";
import { showModals } from "./modal.js";
import { renderMrkdwn } from "./mrkdwn.js";
import { showStrip } from "./strip.js";

const HOME = "home";
const linked = location.pathname.match(/^\/archives\/([A-Z0-9]+)\//)?.[1];
const here = { user: sessionStorage.user ?? "", channel: linked ?? sessionStorage.channel ?? "" };
const seen = JSON.parse(sessionStorage.seen ?? "{}");
let world = null;
let isLoading = false;
let isStale = false;
let isPressed = false;
let isShowDue = false;
let noticesSeen = {};
let renderedMessages = new Map();

async function refresh() {
  if (isLoading) { isStale = true; return; }
  isLoading = true;
  try {
    const user = here.user || "U0FIN";
    const fresh = await fetchState(user);
    if (!here.user) here.user = user;
    if (user === here.user) { world = fresh; showUnlessPressed(); }
  } finally {
    isLoading = false;
  }
  if (isStale) { isStale = false; refresh(); }
}

// What is pressed must still be there when the press ends, or the press is lost.
function showUnlessPressed() {
  isShowDue = isPressed;
  if (!isPressed) show();
}

function endPress() {
  isPressed = false;
  setTimeout(() => { if (isShowDue && !isPressed) { isShowDue = false; show(); } });
}

function show() {
  const known = world.channels.map((channel) => channel.id);
  if (here.channel !== HOME && !known.includes(here.channel)) {
    here.channel = world.demo?.steps[0].channel ?? known[0];
  }
  sessionStorage.user = here.user;
  sessionStorage.channel = here.channel;
  showStrip(world, here, go);
  showRail();
  showPane();
  showModals(world, here.user);
  showNotices();
  document.documentElement.dataset.ready = "true";
}

function go(user, channel) {
  const dm = `D${user.slice(1)}`;
  if (channel) here.channel = channel;
  else if (here.channel.startsWith("D")) here.channel = dm;
  here.user = user;
  renderedMessages = new Map();
  if (here.channel === HOME) act("home", { user });
  refresh();
}

function open(channel) {
  here.channel = channel;
  here.thread = "";
  renderedMessages = new Map();
  if (channel === HOME) act("home", { user: here.user });
  show();
}

function showRail() {
  const entry = (id, label) => {
    const unread = id === here.channel ? 0 : unreadCount(id);
    return el("button", {
      class: unread ? "unread" : "", "aria-current": id === here.channel ? "page" : null,
      "data-channel-id": id, onclick: () => open(id),
    }, label, unread ? el("span", { class: "badge", "aria-label": `${unread} unread` }, String(unread)) : null);
  };
  document.getElementById("rail").replaceChildren(
    el("h2", {}, "Local workspace"),
    el("h3", {}, "Channels"),
    ...world.channels.filter((c) => !c.is_im).map((c) => entry(c.id, `# ${c.name}`)),
    el("h3", {}, "Direct messages"),
    ...world.channels.filter((c) => c.is_im).map((c) => entry(c.id, c.name)),
    el("h3", {}, "Apps"),
    entry(HOME, "Lamplighter home"));
}

function unreadCount(channel) {
  const last = Number(seen[`${here.user}:${channel}`] ?? 0);
  return (world.messages[channel] ?? []).filter((m) => Number(m.ts) > last && m.user !== here.user).length;
}

function showPane() {
  const channel = world.channels.find((found) => found.id === here.channel);
  const isHome = here.channel === HOME;
  document.getElementById("pane-head").textContent =
    isHome ? "Lamplighter: Home" : channel.is_im ? "Lamplighter" : `# ${channel.name}`;
  document.getElementById("composer").hidden = isHome;
  const text = document.getElementById("composer-text");
  text.placeholder = here.thread ? "Reply in the thread" : "Type a message, or /lamplighter";
  showAsking(isHome ? null : channel);
  if (isHome) showHome();
  else showMessages(channel);
}

function showHome() {
  const press = (action) => act("press", { user: here.user, view_id: world.home.id, ...action });
  const stream = document.getElementById("stream");
  const content = world.home
    ? el("div", { class: "home", "data-testid": "home" }, renderBlocks(world.home.blocks, { world, press }))
    : el("p", { class: "empty" }, "One moment…");
  if (stream.dataset.shown === `home:${world.home?.hash}:${here.user}`) return;
  stream.dataset.shown = `home:${world.home?.hash}:${here.user}`;
  stream.replaceChildren(content);
}

function showMessages(channel) {
  const stream = document.getElementById("stream");
  const messages = inThreads(world.messages[channel.id] ?? []);
  const wasAtEnd = stream.scrollHeight - stream.scrollTop - stream.clientHeight < 80;
  const isNewPlace = stream.dataset.shown !== `${channel.id}:${here.user}`;
  stream.dataset.shown = `${channel.id}:${here.user}`;
  const nodes = messages.map((message) => {
    const key = JSON.stringify(message);
    const known = renderedMessages.get(message.ts);
    if (known && known.key === key) return known.node;
    const node = renderMessage(message, channel);
    renderedMessages.set(message.ts, { key, node });
    return node;
  });
  const isSame = nodes.length > 0 && nodes.length === stream.children.length && nodes.every((node, i) => stream.children[i] === node);
  if (!isSame) {
    stream.replaceChildren(...(nodes.length ? nodes : [el("p", { class: "empty" },
      channel.is_im ? "Nothing here yet. Lamplighter will message you when it needs you."
        : "Nothing here yet. Type /lamplighter help below to see what you can do.")]));
  }
  if (isNewPlace || wasAtEnd) stream.scrollTop = stream.scrollHeight;
  const last = (world.messages[channel.id] ?? []).at(-1);
  if (last) seen[`${here.user}:${channel.id}`] = Number(last.ts);
  sessionStorage.seen = JSON.stringify(seen);
}

function renderMessage(message, channel) {
  const author = world.users.find((user) => user.id === message.user);
  const isBot = message.user === world.bot_user_id;
  const press = (action) =>
    act("press", { user: here.user, channel: channel.id, message_ts: message.ts, ...action });
  const at = new Date(Number(message.ts) * 1000);
  return el("article", {
    class: `message ${message.is_ephemeral ? "only-you" : ""} ${message.thread_ts ? "reply" : ""}`, "data-message-ts": message.ts,
    "data-testid": message.is_ephemeral ? "only-you" : "message",
  },
    el("div", { class: `avatar ${isBot ? "bot" : ""}`, "aria-hidden": "true" }, isBot ? "✦" : author?.name[0]),
    el("div", {},
      el("div", { class: "who" }, el("b", {}, author?.name ?? message.user), isBot && el("span", { class: "app" }, "APP"),
        el("time", { datetime: at.toISOString() }, at.toLocaleString("en-GB", { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" }))),
      message.is_ephemeral && el("div", { class: "private-note" }, "Only visible to you"),
      message.thread_ts && el("div", { class: "private-note" }, "Reply in a thread"),
      message.blocks.length
        ? renderBlocks(message.blocks, { world, press })
        : el("div", { class: "text" }, renderMrkdwn(message.text, world)),
      message.files.length > 0 && el("div", { class: "files" }, message.files.map((file) =>
        el("a", { href: `/_local/files/${file.id}`, target: "_blank", rel: "noopener" }, `Open ${file.name}`))),
      message.is_edited && el("span", { class: "edited" }, "(edited)"),
      !message.is_ephemeral && el("button", {
        type: "button", class: "in-thread", onclick: () => replyIn(message.thread_ts ?? message.ts),
      }, "Reply in thread")));
}

// A thread stands below its first message.
function inThreads(messages) {
  const tops = messages.filter((message) => !message.thread_ts);
  const replies = messages.filter((message) => message.thread_ts);
  const known = new Set(tops.map((message) => message.ts));
  const lost = replies.filter((message) => !known.has(message.thread_ts));
  return [...tops, ...lost].flatMap((top) =>
    [top, ...replies.filter((message) => message.thread_ts === top.ts && known.has(top.ts))]);
}

function replyIn(thread) {
  here.thread = here.thread === thread ? "" : thread;
  show();
  document.getElementById("composer-text").focus();
}

function showAsking(channel) {
  const box = document.getElementById("asking");
  const statuses = (world.statuses[channel?.id] ?? []).map((text) => el("span", { class: "status" }, `Lamplighter: ${text}`));
  const isNew = channel?.is_im && !(world.messages[channel.id] ?? []).some((m) => m.user === here.user);
  const prompts = isNew ? world.prompts.map((prompt) => el("button", {
    type: "button", class: "btn", "data-testid": "prompt",
    onclick: () => act("message", { user: here.user, channel: channel.id, text: prompt.message }),
  }, prompt.title)) : [];
  box.replaceChildren(...statuses, ...prompts);
}

function showNotices() {
  const shown = noticesSeen[here.user] ?? 0;
  for (const notice of world.notices.slice(shown)) {
    const toast = el("div", { class: "toast", "data-testid": "toast" }, notice);
    document.getElementById("toasts").append(toast);
    setTimeout(() => toast.remove(), 6000);
  }
  noticesSeen[here.user] = world.notices.length;
}

document.getElementById("composer").addEventListener("submit", async (event) => {
  event.preventDefault();
  const input = document.getElementById("composer-text");
  const text = input.value.trim();
  if (!text) return;
  input.value = "";
  const isCommand = text.startsWith("/");
  const sent = isCommand ? text : text.replace(/@lamplighter\b/gi, `<@${world.bot_user_id}>`);
  const isTaken = await act(isCommand ? "command" : "message", { user: here.user, channel: here.channel, text: sent, ...(here.thread && !isCommand ? { thread_ts: here.thread } : {}) });
  if (!isTaken && !input.value) input.value = text;
});

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("[data-opens]");
  if (!link) return;
  event.preventDefault();
  open(link.dataset.opens);
});

document.addEventListener("pointerdown", () => { isPressed = true; }, true);
for (const ended of ["pointerup", "pointercancel"]) document.addEventListener(ended, endPress, true);
window.addEventListener("blur", endPress);

onChange(refresh);
refresh();
