import { render } from "@react-email/components";
import { burndownChart, LIGHT_PALETTE, renderSvg } from "@rolecall/charts";
import type { ComposedMail, SummaryReport } from "@rolecall/domain";
import { renderPng } from "../picture/png.ts";
import { CONTENT_WIDTH_PX } from "./mail-theme.ts";
import { summaryMail } from "./summary-mail.ts";
import { summaryText } from "./summary-text.ts";
import { type SummaryView, summaryView } from "./summary-view.ts";

const PICTURE_HEIGHT_PX = 280;
const PIXELS_PER_PX = 2;
const CONTENT_ID = "migration@rolecall";

/**
 * The summary mail, the same for all its recipients: HTML, plain text with the same numbers, and the picture of users
 * on their way to roles. Before the first scan it has no picture and says so.
 */
export async function renderSummary(report: SummaryReport): Promise<ComposedMail> {
  const view = summaryView(report);
  const inlineImages = report.migration.points.length === 0 ? [] : [await migrationPicture(report, view)];
  const picture = inlineImages.length === 0 ? null : { src: `cid:${CONTENT_ID}`, height: PICTURE_HEIGHT_PX };
  return {
    subject: view.subject,
    html: await render(summaryMail(view, picture)),
    text: summaryText(view),
    inlineImages,
  };
}

async function migrationPicture(
  report: SummaryReport,
  view: SummaryView,
): Promise<ComposedMail["inlineImages"][number]> {
  const svg = renderSvg(burndownChart(report.migration, { palette: LIGHT_PALETTE, width: CONTENT_WIDTH_PX }), {
    width: CONTENT_WIDTH_PX,
    height: PICTURE_HEIGHT_PX,
    title: "From users to roles",
    description: view.migration.join(" "),
  });
  const bytes = await renderPng(svg, { scale: PIXELS_PER_PX, background: LIGHT_PALETTE.surface });
  return { contentId: CONTENT_ID, contentType: "image/png", fileName: "migration.png", bytes };
}
