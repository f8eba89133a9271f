// Renders the inputs of a window and reads what was typed or chosen.
import { el } from "./dom.js";

export function renderInput(block, at) {
  const element = block.element;
  const id = `in-${block.block_id}`;
  const isGroup = ["radio_buttons", "checkboxes", "multi_users_select", "multi_static_select", "external_select", "multi_external_select"].includes(element.type);
  const label = el(isGroup ? "legend" : "label", isGroup ? {} : { for: id }, block.label.text,
    block.optional && el("span", { class: "optional" }, " (optional)"));
  const error = at.errors?.[block.block_id];
  const field = el(isGroup ? "fieldset" : "div", {
    class: "field", "data-input": block.block_id, "data-action-id": element.action_id, "data-kind": element.type,
  },
    label, control(element, id, at, block.block_id),
    block.hint && el("div", { class: "hint" }, block.hint.text),
    error && el("div", { class: "error", role: "alert" }, error));
  if (block.dispatch_action) {
    field.addEventListener("change", () => at.press({
      action_id: element.action_id, block_id: block.block_id, payload: read(field, element),
    }));
  }
  return field;
}

function control(element, id, at, blockId) {
  const placeholder = element.placeholder?.text ?? "";
  switch (element.type) {
    case "plain_text_input":
      return element.multiline
        ? withText(el("textarea", { id, placeholder, maxlength: element.max_length }), element.initial_value)
        : el("input", { type: "text", id, placeholder, value: element.initial_value, maxlength: element.max_length });
    case "number_input": case "email_text_input": case "url_text_input":
      return el("input", { type: "text", id, placeholder, value: element.initial_value });
    case "datepicker":
      return el("input", { type: "date", id, value: element.initial_date });
    case "timepicker":
      return el("input", { type: "time", id, value: element.initial_time });
    case "static_select":
      return select(id, placeholder, element.options.map((o) => [o.value, o.text.text]), element.initial_option?.value);
    case "users_select":
      return select(id, placeholder, people(at).map((u) => [u.id, u.name]), element.initial_user);
    case "radio_buttons":
      return el("div", {}, element.options.map((o) =>
        choice("radio", id, o.value, o.text.text, element.initial_option?.value === o.value)));
    case "checkboxes": case "multi_static_select":
      return el("div", {}, element.options.map((o) =>
        choice("checkbox", id, o.value, o.text.text, (element.initial_options ?? []).some((i) => i.value === o.value))));
    case "external_select": case "multi_external_select":
      return searching(element, id, at, blockId);
    case "conversations_select":
      return select(id, placeholder, channels(at).map((c) => [c.id, `# ${c.name}`]), element.initial_conversation);
    case "multi_users_select":
      return el("div", {}, people(at).map((u) =>
        choice("checkbox", id, u.id, u.name, (element.initial_users ?? []).includes(u.id), "small")));
    default:
      return el("div", { class: "unsupported" }, `unsupported input: ${element.type}`);
  }
}

// A menu that searches: what is typed is sent to the app, and what it offers can be chosen.
function searching(element, id, at, blockId) {
  const kind = element.type === "external_select" ? "radio" : "checkbox";
  const initial = element.initial_options ?? (element.initial_option ? [element.initial_option] : []);
  const list = el("div", {});
  const show = (options, chosen) => {
    const known = element.options ?? [];
    element.options = [...known, ...options.filter((o) => !known.some((k) => k.value === o.value))];
    const kept = element.options.filter((o) => chosen.includes(o.value));
    const others = options.filter((o) => !chosen.includes(o.value));
    list.replaceChildren(...[...kept, ...others].map((o) =>
      choice(kind, id, o.value, o.text.text, chosen.includes(o.value), "small")));
  };
  show(initial, initial.map((o) => o.value));
  const search = el("input", { type: "search", id, placeholder: element.placeholder?.text ?? "Search" });
  search.addEventListener("input", async () => {
    const options = await at.suggest(blockId, search.value);
    show(options, [...list.querySelectorAll("input:checked")].map((input) => input.value));
  });
  return el("div", {}, search, list);
}

const channels = (at) => at.world.channels.filter((channel) => !channel.is_im);
const people = (at) => at.world.users.filter((user) => user.id !== at.world.bot_user_id);

function withText(node, text) {
  node.value = text ?? "";
  return node;
}

function select(id, placeholder, options, chosen) {
  return el("select", { id },
    el("option", { value: "" }, placeholder || "Choose"),
    options.map(([value, label]) => el("option", { value, selected: value === chosen }, label)));
}

function choice(type, name, value, label, isChosen, size = "") {
  return el("label", { class: `choice ${size}` },
    el("input", { type, name, value, checked: isChosen }), label);
}

// Returns Slack's `state.values` for a window's DOM.
export function readValues(root, blocks) {
  const values = {};
  for (const block of blocks.filter((found) => found.type === "input")) {
    const field = root.querySelector(`[data-input="${CSS.escape(block.block_id)}"]`);
    values[block.block_id] = { [block.element.action_id]: read(field, block.element) };
  }
  return values;
}

function read(field, element) {
  const chosen = [...field.querySelectorAll("input:checked")].map((input) => input.value);
  const typed = field.querySelector("input[type=text], input[type=date], input[type=time], textarea, select")?.value || null;
  const option = (value) => (element.options ?? []).find((found) => found.value === value) ?? null;
  switch (element.type) {
    case "radio_buttons": case "external_select":
      return { type: element.type, selected_option: option(chosen[0]) };
    case "checkboxes": case "multi_static_select": case "multi_external_select":
      return { type: element.type, selected_options: chosen.map(option) };
    case "multi_users_select": return { type: element.type, selected_users: chosen };
    case "static_select": return { type: element.type, selected_option: option(typed) };
    case "users_select": return { type: element.type, selected_user: typed };
    case "timepicker": return { type: element.type, selected_time: typed };
    case "conversations_select": return { type: element.type, selected_conversation: typed };
    case "datepicker": return { type: element.type, selected_date: typed };
    default: return { type: element.type, value: typed };
  }
}

// Fills inputs with what stood in them: a window that is shown again keeps what was typed.
export function withTyped(blocks, typed) {
  return blocks.map((block) => {
    const kept = block.type === "input" && typed?.[block.block_id]?.[block.element.action_id];
    if (!kept) return block;
    const [name, value] = Object.entries(kept).find(([key]) => key !== "type");
    const initial = name === "value" ? "initial_value" : name.replace("selected_", "initial_");
    return { ...block, element: { ...block.element, [initial]: value ?? undefined } };
  });
}

// Marks required inputs that are still empty; true when none is.
export function checkRequired(root, blocks) {
  let isComplete = true;
  for (const block of blocks.filter((found) => found.type === "input" && !found.optional)) {
    const field = root.querySelector(`[data-input="${CSS.escape(block.block_id)}"]`);
    const value = Object.values(read(field, block.element)).slice(1)[0];
    const isEmpty = !value || value.length === 0;
    field.querySelector(".error")?.remove();
    if (isEmpty) {
      isComplete = false;
      field.append(el("div", { class: "error", role: "alert" }, "Please complete this field."));
    }
  }
  return isComplete;
}
