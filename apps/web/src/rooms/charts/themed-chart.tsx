import { type ChartPalette, type ChartStyle, DARK_PALETTE, LIGHT_PALETTE, renderSvg } from "@rolecall/charts";
import classes from "./themed-chart.module.css";

type Option = Parameters<typeof renderSvg>[0];

type ThemedChartProps = {
  title: string;
  description: string;
  heightPx?: number;
  /** Takes the whole width of the page instead of half of it. */
  fullWidth?: boolean;
  /** The chart in a style. It is drawn once per width. */
  optionOf: (style: ChartStyle) => Option;
};

const FONT = "'Inter Variable', system-ui, sans-serif";
/** Widths of a chart beside another one and on a phone. Text keeps its size as long as the picture is scaled little. */
const WIDTHS_PX = { full: 1240, wide: 600, narrow: 340 };

type Leaf = { name: string; light: string; dark: string };

function leavesOf(light: object, dark: object, prefix = "--chart"): Leaf[] {
  return Object.entries(light).flatMap(([key, value]: [string, unknown]) => {
    const other = (dark as Record<string, unknown>)[key];
    const name = `${prefix}-${key.toLowerCase().replaceAll("_", "-")}`;
    if (typeof value === "object" && value && typeof other === "object" && other) return leavesOf(value, other, name);
    return typeof value === "string" && typeof other === "string" ? [{ name, light: value, dark: other }] : [];
  });
}

const LEAVES = leavesOf(LIGHT_PALETTE, DARK_PALETTE);

/** A unique colour for each entry of the palette, which identifies the entry in the drawn picture. */
const markerOf = (index: number) => `#0000${(index + 1).toString(16).padStart(2, "0")}`;

function markedPalette(): ChartPalette {
  let index = 0;
  const mark = (value: object): object =>
    Object.fromEntries(
      Object.entries(value).map(([key, inner]: [string, unknown]) => [
        key,
        typeof inner === "object" && inner ? mark(inner) : markerOf(index++),
      ]),
    );
  return mark(LIGHT_PALETTE) as ChartPalette;
}

const MARKED_PALETTE = markedPalette();

/** The picture with variables for colours, so that one drawing serves both colour schemes. */
function withVariables(svg: string): string {
  return svg.replaceAll(
    /#0000([0-9a-f]{2})\b|rgb\(0, ?0, ?(\d+)\)/g,
    (match, hex: string | undefined, decimal: string) => {
      const leaf = LEAVES[(hex ? Number.parseInt(hex, 16) : Number(decimal)) - 1];
      return leaf ? `var(${leaf.name})` : match;
    },
  );
}

const declarations = (scheme: "light" | "dark") => LEAVES.map((leaf) => `${leaf.name}:${leaf[scheme]}`).join(";");
const STYLES = `:root{${declarations("light")}}[data-mantine-color-scheme="dark"]{${declarations("dark")}}`;

/** The colours of charts as variables, such as `--chart-migration-moved`, for what is drawn in HTML. */
export function ChartColours() {
  return (
    <style href="rolecall-chart-palette" precedence="default">
      {STYLES}
    </style>
  );
}

function Picture({ className, svg }: { className: string | undefined; svg: string }) {
  // biome-ignore lint/security/noDangerouslySetInnerHtml: drawn here from numbers and our own labels, which the renderer escapes
  return <div className={className} dangerouslySetInnerHTML={{ __html: svg }} />;
}

/** A chart drawn on the server, once wide and once narrow, in the colours of the page. */
export function ThemedChart({ title, description, heightPx = 280, fullWidth = false, optionOf }: ThemedChartProps) {
  const draw = (width: number) =>
    withVariables(
      renderSvg(optionOf({ palette: MARKED_PALETTE, fontFamily: FONT }), {
        width,
        height: heightPx,
        title,
        description,
      }),
    );
  return (
    <>
      <ChartColours />
      <Picture className={classes.wide} svg={draw(fullWidth ? WIDTHS_PX.full : WIDTHS_PX.wide)} />
      <Picture className={classes.narrow} svg={draw(WIDTHS_PX.narrow)} />
    </>
  );
}
