import type { CSSProperties } from "react";

/** Colours of the mail; light only, which mail programs turn dark by rule and not by guess. */
export const COLORS = {
  text: "#1c2733",
  muted: "#5b6876",
  line: "#e3e8ed",
  page: "#f2f5f7",
  card: "#ffffff",
  brand: "#0b6e69",
  good: "#0b6e69",
  bad: "#b3271e",
  neutral: "#5b6876",
  notice: "#fff7e6",
  noticeLine: "#f0c36d",
} as const;

export const FONT = "Inter, -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif";
export const MONOSPACE = "ui-monospace, SFMono-Regular, Menlo, Consolas, monospace";
export const MAIL_WIDTH_PX = 600;
export const CONTENT_WIDTH_PX = 544;

const text: CSSProperties = { fontFamily: FONT, color: COLORS.text, margin: 0 };
export const STYLES = {
  body: { backgroundColor: COLORS.page, margin: 0, padding: "24px 0", fontFamily: FONT },
  container: {
    backgroundColor: COLORS.card,
    width: "100%",
    maxWidth: MAIL_WIDTH_PX,
    border: `1px solid ${COLORS.line}`,
    borderRadius: 8,
  },
  section: { padding: "20px 28px 4px" },
  brand: { ...text, fontSize: 13, lineHeight: "18px", fontWeight: 600, color: COLORS.brand },
  title: { ...text, fontSize: 22, lineHeight: "30px", fontWeight: 600 },
  heading: { ...text, fontSize: 16, lineHeight: "24px", fontWeight: 600, paddingBottom: 6 },
  paragraph: { ...text, fontSize: 14, lineHeight: "20px" },
  muted: { ...text, fontSize: 13, lineHeight: "19px", color: COLORS.muted },
  figureCell: { width: "33.33%", padding: "10px 8px 10px 0", verticalAlign: "top" },
  figureLabel: { ...text, fontSize: 13, lineHeight: "17px", color: COLORS.muted },
  figureValue: { ...text, fontSize: 26, lineHeight: "34px", fontWeight: 600 },
  figureChange: { ...text, fontSize: 13, lineHeight: "17px" },
  notice: {
    backgroundColor: COLORS.notice,
    border: `1px solid ${COLORS.noticeLine}`,
    borderRadius: 6,
    padding: "10px 14px",
  },
  header: {
    ...text,
    fontSize: 12,
    lineHeight: "16px",
    fontWeight: 600,
    color: COLORS.muted,
    textAlign: "left",
    padding: "6px 8px 6px 0",
    borderBottom: `1px solid ${COLORS.line}`,
  },
  cell: {
    ...text,
    fontSize: 13,
    lineHeight: "18px",
    padding: "8px 8px 8px 0",
    borderBottom: `1px solid ${COLORS.line}`,
    verticalAlign: "top",
    wordBreak: "break-word",
  },
  lastColumn: { textAlign: "right", whiteSpace: "nowrap", paddingRight: 0 },
  detail: { fontFamily: FONT, fontSize: 12, lineHeight: "17px", color: COLORS.muted },
  code: { fontFamily: MONOSPACE, fontSize: 12 },
  link: { color: COLORS.brand, textDecoration: "underline" },
  image: { display: "block", width: "100%", maxWidth: CONTENT_WIDTH_PX, height: "auto", border: 0 },
  button: {
    backgroundColor: COLORS.brand,
    color: "#ffffff",
    fontFamily: FONT,
    fontSize: 14,
    fontWeight: 600,
    borderRadius: 6,
    padding: "11px 18px",
    textDecoration: "none",
  },
} as const satisfies Record<string, CSSProperties>;
