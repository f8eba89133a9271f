// The strip at the top: what to try next, who you are, the clock.
import { act } from "./api.js";
import { el } from "./dom.js";

let isBusy = false;

export function showStrip(world, here, go) {
  const demo = world.demo;
  const strip = document.getElementById("strip");
  if (!demo) { strip.replaceChildren(people(world, here, go)); return; }
  const done = demo.steps.filter((step) => step.done).length;
  const next = demo.steps.find((step) => !step.done);
  const number = next ? demo.steps.indexOf(next) + 1 : demo.steps.length;
  strip.replaceChildren(
    el("div", { "data-testid": "next-step", "data-step": next?.id ?? "done" },
      el("h1", {}, el("span", { class: "count" }, `${number} of ${demo.steps.length}`),
        next ? next.title : "You've finished the walkthrough"),
      el("p", { class: "hint" }, next ? next.hint : "Now look around as each of them, or let more time pass.",
        next && goThere(next, world, here, go)),
      !next && el("div", { class: "around", "data-testid": "around" }, demo.around.map((place) => el("button", {
        class: "go", onclick: () => go(place.as_user, place.channel),
      }, place.label))),
      el("div", { class: "bar", role: "progressbar", "aria-valuenow": done, "aria-valuemin": 0, "aria-valuemax": demo.steps.length, "aria-label": "Steps done" },
        el("i", { style: `width:${(100 * done) / demo.steps.length}%` }))),
    el("div", { class: "controls" },
      el("div", { class: "clock" }, el("b", { "data-testid": "clock" }, demo.clock.label), el("span", {}, demo.clock.note ?? "")),
      demo.clock.steps.map((step) => control(step, "clock", { step: step.id, user: here.user })),
      demo.actions.map((action) => control(action, "demo", { action: action.id, user: here.user }))),
    people(world, here, go));
}

function goThere(next, world, here, go) {
  if (here.user === next.as_user && here.channel === next.channel) return null;
  const name = world.users.find((user) => user.id === next.as_user)?.name;
  return el("button", {
    class: "go", style: "margin-left:8px", "data-testid": "go-there", onclick: () => go(next.as_user, next.channel),
  }, `Go there as ${name}`);
}

function control({ id, label }, kind, body) {
  return el("button", {
    "data-testid": `${kind}-${id}`, disabled: isBusy,
    onclick: async () => {
      isBusy = true;
      document.querySelectorAll(".controls button").forEach((button) => { button.disabled = true; });
      try {
        await act(kind, body);
      } finally {
        isBusy = false;
        document.querySelectorAll(".controls button").forEach((button) => { button.disabled = false; });
      }
    },
  }, label);
}

function people(world, here, go) {
  const everyone = world.users.filter((user) => user.id !== world.bot_user_id);
  return el("div", { class: "people", role: "group", "aria-label": "Who you are" },
    el("span", { class: "lead" }, "You are"),
    everyone.map((user) => el("button", {
      "aria-pressed": String(user.id === here.user), "data-testid": `be-${user.id}`, onclick: () => go(user.id, null),
    }, user.name, " ", el("span", { class: "role" }, user.role))));
}
