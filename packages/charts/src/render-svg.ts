import type { EChartsOption } from "echarts";
import { init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import { CHART_MODULES } from "./modules.ts";

/** `title` and `description` are for people who cannot see the picture. Sizes are in pixels. */
export type SvgFrame = { width: number; height: number; title: string; description: string };

/**
 * Draws an option as an accessible SVG document without a DOM. The same option gives the same text.
 */
export function renderSvg(option: EChartsOption, { width, height, title, description }: SvgFrame): string {
  use([...CHART_MODULES, SVGRenderer]);
  const chart = init(null, null, { renderer: "svg", ssr: true, width, height });
  try {
    chart.setOption({ ...option, animation: false });
    return labelled(withStableIds(withoutHover(chart.renderToSVGString())), title, description);
  } finally {
    chart.dispose();
  }
}

/** A still picture needs no styles for hovering. They are numbered by process, and a strict CSP refuses them. */
function withoutHover(svg: string): string {
  return svg.replace(/<style\b[^>]*>[\s\S]*?<\/style>/g, "").replace(/ class="zr\d+-cls-\d+"/g, "");
}

/** ECharts numbers its ids by process. Here they follow from the picture, so that a page can have several pictures. */
function withStableIds(svg: string): string {
  const ids = /\bzr\d+-/g;
  const picture = fnv1a(svg.replace(ids, "")).toString(36);
  return svg.replace(ids, `c${picture}-`);
}

/** A hash without platform APIs, because pages may bundle this file. It only has to distinguish pictures. */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

const ESCAPES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const escapeXml = (text: string) => text.replace(/[&<>"']/g, (character) => ESCAPES[character]!);

function labelled(svg: string, title: string, description: string): string {
  const name = escapeXml(title);
  return svg.replace(
    /^<svg([^>]*)>/,
    (_, attributes: string) =>
      `<svg${attributes} role="img" aria-label="${name}"><title>${name}</title><desc>${escapeXml(description)}</desc>`,
  );
}
