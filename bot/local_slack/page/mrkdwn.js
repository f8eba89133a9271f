// Renders Slack's mrkdwn with DOM nodes only.
import { el } from "./dom.js";

const EMOJI = { white_check_mark: "✅", warning: "⚠️", wave: "👋", tada: "🎉", bell: "🔔",
  red_circle: "🔴", large_orange_circle: "🟠", large_yellow_circle: "🟡", large_green_circle: "🟢", white_circle: "⚪",
  hourglass: "⌛", hourglass_flowing_sand: "⏳" };
const TOKEN = /<([^<>]+)>|\*([^*\n]+)\*|(?<![\w])_([^_\n]+)_(?![\w])|~([^~\n]+)~|`([^`\n]+)`|:([a-z_]+):/g;

export function renderText(object, world) {
  if (object.type === "plain_text") return el("span", {}, unescape(object.text));
  return renderMrkdwn(object.text, world);
}

export function renderMrkdwn(text, world) {
  const box = el("span");
  text.split("```").forEach((part, index) => {
    if (index % 2) box.append(el("pre", {}, unescape(part.replace(/^\n|\n$/g, ""))));
    else box.append(renderLines(part, world));
  });
  return box;
}

function renderLines(text, world) {
  const box = el("span");
  let quote = null;
  text.split("\n").forEach((line, index) => {
    const quoted = line.match(/^(?:>|&gt;) ?(.*)$/);
    if (quoted && line.startsWith("> ")) {
      if (!quote) box.append((quote = el("blockquote")));
      else quote.append("\n");
      quote.append(...inline(quoted[1], world));
      return;
    }
    if (index > 0 && !quote) box.append("\n");
    quote = null;
    box.append(...inline(line, world));
  });
  return box;
}

function inline(text, world) {
  const nodes = [];
  let last = 0;
  for (const match of text.matchAll(TOKEN)) {
    nodes.push(unescape(text.slice(last, match.index)));
    nodes.push(token(match, world));
    last = match.index + match[0].length;
  }
  nodes.push(unescape(text.slice(last)));
  return nodes;
}

function token(match, world) {
  const [whole, angle, bold, italic, strike, code, emoji] = match;
  if (angle) return reference(angle, world);
  if (bold) return el("b", {}, ...inline(bold, world));
  if (italic) return el("i", {}, ...inline(italic, world));
  if (strike) return el("s", {}, ...inline(strike, world));
  if (code) return el("code", {}, unescape(code));
  return EMOJI[emoji] ?? whole;
}

function reference(body, world) {
  if (body.startsWith("@")) {
    const user = world.users.find((found) => found.id === body.slice(1).split("|")[0]);
    return el("span", { class: "mention" }, `@${user ? user.name : body.slice(1)}`);
  }
  if (body.startsWith("#")) {
    const channel = world.channels.find((found) => found.id === body.slice(1).split("|")[0]);
    if (!channel) return el("span", { class: "mention" }, `#${body.slice(1)}`);
    return el("a", { class: "mention", href: `/archives/${channel.id}/`, "data-opens": channel.id }, `#${channel.name}`);
  }
  if (body.startsWith("!date^")) return date(body);
  if (body.startsWith("!")) return el("span", { class: "mention" }, `@${body.slice(1)}`);
  const [address, label] = body.split("|");
  if (!/^https?:\/\//.test(address)) return unescape(body);
  return el("a", { href: address, rel: "noreferrer noopener", target: "_blank" }, unescape(label ?? address));
}

function date(body) {
  const [, typed, format] = body.split("^");
  const seconds = Number(typed);
  const time = format.includes("{time}") ? { hour: "2-digit", minute: "2-digit" } : {};
  const shown = new Date(seconds * 1000).toLocaleString("en-GB", {
    day: "numeric", month: "short", year: "numeric", ...time,
  });
  return el("time", { datetime: new Date(seconds * 1000).toISOString() }, shown);
}

function unescape(text) {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}
