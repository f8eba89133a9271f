// The windows: one dialog, left alone while its view keeps the same hash.
import { act, fetchState, suggest } from "./api.js";
import { renderBlocks } from "./blocks.js";
import { el } from "./dom.js";
import { checkRequired, readValues, withTyped } from "./inputs.js";

let open = null; // {viewId, hash, errors, dialog, blocks}
const typed = new Map(); // by window: what stood in its inputs when another one was shown

export function showModals(world, user) {
  const view = world.modals.at(-1);
  const errors = JSON.stringify(view?.errors ?? {});
  if (!view) return close();
  if (open && open.viewId === view.id && open.hash === view.hash) {
    if (open.errors !== errors) showErrors(open.dialog, view.errors);
    open.errors = errors;
    return;
  }
  close();
  for (const id of [...typed.keys()]) if (!world.modals.some((one) => one.id === id)) typed.delete(id);
  const blocks = withTyped(view.blocks, typed.get(view.id));
  const dialog = build({ ...view, blocks }, world, user);
  document.getElementById("dialogs").append(dialog);
  dialog.showModal();
  dialog.querySelector(".modal-body input, .modal-body textarea, .modal-body select")?.focus();
  open = { viewId: view.id, hash: view.hash, errors, dialog, blocks };
}

function close() {
  if (!open) return;
  typed.set(open.viewId, readValues(open.dialog.querySelector(".modal-body"), open.blocks));
  open.dialog.close();
  open.dialog.remove();
  open = null;
}

function build(view, world, user) {
  const dialog = el("dialog", { "data-testid": "modal", "data-callback-id": view.callback_id, "aria-label": view.title.text });
  let isLeaving = false;
  let sending = null;
  const leave = async () => {
    if (isLeaving) return;
    isLeaving = true;
    if (await sending) return; // what was sent closes by itself
    isLeaving = await act("close", { user, view_id: view.id }).catch(() => false);
  };
  const submit = async () => {
    const isSent = await act("submit", { user, view_id: view.id, state: { values: readValues(body, view.blocks) } });
    return isSent && !(await isStillOpen(view, user));
  };
  const press = (action) => act("press", {
    user, view_id: view.id, state: { values: readValues(body, view.blocks) }, ...action,
  });
  const body = el("div", { class: "modal-body" },
    renderBlocks(view.blocks, {
      world, press, errors: view.errors,
      suggest: (block_id, typed) => suggest(user, view.id, block_id, typed),
    }));
  const send = view.submit && el("button", { type: "submit", class: "btn primary", "data-testid": "submit" }, view.submit.text);
  const form = el("form", {
    class: "modal",
    onsubmit: async (event) => {
      event.preventDefault();
      if (!checkRequired(body, view.blocks)) return;
      send.disabled = true;
      if (open) open.errors = ""; // the same mistake again is said again
      sending = submit().catch(() => false); // what can't be sent may be sent again, or left
      send.disabled = await sending;
    },
  },
    el("div", { class: "modal-head" }, el("h2", {}, view.title.text),
      el("button", { type: "button", class: "x", "aria-label": "Close", onclick: leave }, "×")),
    body,
    el("div", { class: "modal-foot" },
      el("button", { type: "button", class: "btn", "data-testid": "close", onclick: leave }, view.close?.text ?? "Close"),
      send));
  dialog.addEventListener("cancel", (event) => { event.preventDefault(); leave(); });
  dialog.append(form);
  return dialog;
}

// A window that was taken or changed waits for news of that, and isn't sent a second time.
async function isStillOpen(view, user) {
  const now = (await fetchState(user)).modals.at(-1);
  return now?.id === view.id && now.hash === view.hash;
}

function showErrors(dialog, errors) {
  dialog.querySelectorAll(".field .error").forEach((node) => node.remove());
  for (const [blockId, sentence] of Object.entries(errors)) {
    const field = dialog.querySelector(`[data-input="${CSS.escape(blockId)}"]`);
    field?.append(el("div", { class: "error", role: "alert" }, sentence));
    field?.scrollIntoView({ block: "nearest" });
  }
}
