// Renders Block Kit: blocks that show something, and buttons.
import { el } from "./dom.js";
import { renderInput } from "./inputs.js";
import { renderMrkdwn, renderText } from "./mrkdwn.js";

const RENDERERS = {
  header: (block) => el("h4", {}, block.text.text),
  section,
  divider: () => el("hr", { class: "divider" }),
  context: (block, at) =>
    el("div", { class: "context" }, block.elements.map((e) => (e.type === "image" ? image(e) : text(e, at)))),
  actions: (block, at) =>
    el("div", { class: "actions" }, block.elements.map((element) => button(element, block, at))),
  image: (block) => el("div", { class: "picture" }, image(block)),
  input: (block, at) => renderInput(block, at),
  markdown: (block, at) => el("div", { class: "text" }, renderMrkdwn(block.text, at.world)),
};

// `at` is the blocks' context: {world, press(action), errors, values}.
export function renderBlocks(blocks, at) {
  return el("div", { class: "blocks" }, blocks.map((block) => {
    const render = RENDERERS[block.type];
    const node = render
      ? render(block, at)
      : el("div", { class: "unsupported" }, `unsupported block: ${block.type}`);
    node.dataset.blockId = block.block_id;
    return node;
  }));
}

function text(object, at) {
  return el("div", { class: "text" }, renderText(object, at.world));
}

function section(block, at) {
  return el("div", {},
    block.text && text(block.text, at),
    block.fields && el("div", { class: "fields" }, block.fields.map((field) => text(field, at))),
    block.accessory && (block.accessory.type !== "image"
      ? button(block.accessory, block, at)
      : image(block.accessory)));
}

function image(block) {
  const source = block.slack_file ? `/_local/files/${block.slack_file.id}` : block.image_url;
  return el("img", { src: source, alt: block.alt_text ?? "", loading: "lazy" });
}

function button(element, block, at) {
  if (element.type === "overflow" || element.type === "static_select") return menu(element, block, at);
  if (element.type !== "button") {
    return el("div", { class: "unsupported" }, `unsupported element: ${element.type}`);
  }
  const node = el("button", {
    type: "button", class: `btn ${element.style ?? ""}`, "data-action-id": element.action_id,
    onclick: async () => {
      if (element.confirm && !(await confirmed(element.confirm))) return;
      node.disabled = true;
      await at.press({
        action_id: element.action_id, block_id: block.block_id,
        payload: { type: "button", text: element.text, value: element.value },
      });
      node.disabled = false;
    },
  }, element.text.text);
  return node;
}

// A menu that tells the app at once: an overflow's three dots, or a select.
function menu(element, block, at) {
  const isOverflow = element.type === "overflow";
  const node = el("select", {
    class: isOverflow ? "menu overflow" : "menu", "data-action-id": element.action_id,
    "aria-label": isOverflow ? "More" : element.placeholder?.text ?? "Choose",
    onchange: async () => {
      const option = element.options.find((found) => found.value === node.value);
      node.disabled = true;
      await at.press({
        action_id: element.action_id, block_id: block.block_id,
        payload: { type: element.type, selected_option: option },
      });
      node.disabled = false;
      node.value = "";
    },
  },
    el("option", { value: "" }, isOverflow ? "⋯" : element.placeholder?.text ?? "Choose"),
    element.options.map((option) => el("option", { value: option.value }, option.text.text)));
  return node;
}

function confirmed(question) {
  return new Promise((resolve) => {
    const dialog = el("dialog", { "data-testid": "confirm" });
    const close = (answer) => { dialog.close(); dialog.remove(); resolve(answer); };
    dialog.addEventListener("cancel", () => close(false));
    dialog.append(el("div", { class: "modal" },
      el("div", { class: "modal-head" }, el("h2", {}, question.title.text)),
      el("div", { class: "modal-body" }, question.text.text),
      el("div", { class: "modal-foot" },
        el("button", { type: "button", class: "btn", onclick: () => close(false) }, question.deny.text),
        el("button", {
          type: "button", class: "btn primary", "data-testid": "confirm-yes", onclick: () => close(true),
        }, question.confirm.text))));
    document.body.append(dialog);
    dialog.showModal();
  });
}
