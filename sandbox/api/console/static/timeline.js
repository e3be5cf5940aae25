// How does the retry timeline come onto the page? The sandbox draws it; here it is taken over element by element.
//
// It brings a style of its own, which the policy of the page permits by its hash; so that it touches nothing else, the
// picture stands in a shadow root. Of its elements only those are taken over that draw or tell.

import { h } from "./elements.js";
import { picture } from "./server.js";

const SVG = "http://www.w3.org/2000/svg";
const DRAWING = new Set([
  "svg",
  "title",
  "desc",
  "g",
  "rect",
  "circle",
  "ellipse",
  "line",
  "path",
  "polyline",
  "polygon",
  "text",
  "tspan",
  "style",
]);
const REFUSED = /^(on|style$|href$|xlink:)/i;

/** Return the place of a timeline: { element, draw }. */
export function timeline() {
  const host = h("div", { class: "picture" });
  const root = host.attachShadow({ mode: "open" });
  let drawn = "";
  const scroll = h("div", { class: "scroll", role: "region", tabindex: "0", "aria-label": "Retry timeline" }, host);
  const element = h("div", { class: "card timeline" }, scroll);
  return { element, draw };

  /** Draw the picture that stands at a path of the admin API, if it has changed. */
  async function draw(path) {
    const svg = (await picture(path)).documentElement;
    const text = new XMLSerializer().serializeToString(svg);
    if (text === drawn) return;
    const whole = taken(svg);
    whole.removeAttribute("width"); // as wide as there is room, in the proportions of its viewBox
    whole.removeAttribute("height");
    root.replaceChildren(whole);
    drawn = text;
  }
}

function taken(element) {
  const copy = document.createElementNS(SVG, element.localName);
  for (const { name, value } of element.attributes) {
    if (!REFUSED.test(name) && name !== "xmlns") copy.setAttribute(name, value);
  }
  for (const child of element.childNodes) {
    if (child.nodeType === Node.TEXT_NODE) copy.append(child.data);
    else if (child.nodeType === Node.ELEMENT_NODE && DRAWING.has(child.localName)) copy.append(taken(child));
  }
  return copy;
}
