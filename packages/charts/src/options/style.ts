import type { EChartsOption } from "echarts";
import { type ChartPalette, LIGHT_PALETTE } from "./palette.ts";

/** How a chart looks, apart from what it shows. */
export type ChartStyle = {
  /** Default: LIGHT_PALETTE. */
  palette?: ChartPalette;
  /** Default: Inter, then what the system has. */
  fontFamily?: string;
  /** Pixels that the legend may take before it wraps. Default: 640. */
  width?: number;
};
export type ResolvedStyle = Required<ChartStyle>;

export const FONT_FAMILY = "Inter, system-ui, sans-serif";
export const FONT_SIZE = 12;

/** The style with its defaults. */
export function resolveStyle({
  palette = LIGHT_PALETTE,
  fontFamily = FONT_FAMILY,
  width = 640,
}: ChartStyle): ResolvedStyle {
  return { palette, fontFamily, width };
}

const wholeNumber = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const oneDecimal = new Intl.NumberFormat("en", { maximumFractionDigits: 1 });

/** `1234` as `1,234`. */
export const formatCount = (count: number): string => wholeNumber.format(count);

/** `87.46` becomes `87.5%`. Only all is 100%, and only none is 0%: nothing else is rounded to them. */
export function formatPercent(percent: number): string {
  if (percent > 99.9 && percent < 100) return "99.9%";
  if (percent > 0 && percent < 0.1) return "0.1%";
  return `${oneDecimal.format(percent)}%`;
}

/** What all charts share. */
export function baseOption({ palette, fontFamily }: ResolvedStyle): EChartsOption {
  return {
    useUTC: true,
    animation: false,
    backgroundColor: "transparent",
    textStyle: { fontFamily, fontSize: FONT_SIZE, color: palette.text },
  };
}

/** A picture of a sentence, where there is no data to draw. */
export function messageOption(text: string, style: ResolvedStyle): EChartsOption {
  return {
    ...baseOption(style),
    title: {
      text,
      left: "center",
      top: "middle",
      textStyle: { fontFamily: style.fontFamily, fontSize: 14, fontWeight: 500, color: style.palette.mutedText },
    },
  };
}
export const NO_SCAN_YET = "No scan yet";
