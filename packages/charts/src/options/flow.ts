import { type MigrationFlow, TARGETS, USER_TYPES } from "@rolecall/domain";
import type { EChartsOption } from "echarts";
import { MIGRATION_BANDS, usersOfBand } from "./burndown.ts";
import { baseOption, type ChartStyle, FONT_SIZE, formatCount, messageOption, resolveStyle } from "./style.ts";

type Flow = { source: string; target: string; value: number };
type Node = { name: string; depth: number; itemStyle: { color: string } };

const add = (flows: Map<string, Flow>, source: string, target: string, value: number): void => {
  const key = `${source}\n${target}`;
  const flow = flows.get(key) ?? { source, target, value: 0 };
  flow.value += value;
  if (value > 0) flows.set(key, flow);
};

/** From types of user over types of target to where they stand now. The width of a band is the number of users. */
export function flowChart(rows: readonly MigrationFlow[], chartStyle: ChartStyle = {}): EChartsOption {
  const style = resolveStyle(chartStyle);
  if (rows.length === 0) return messageOption("No user to migrate is known yet", style);
  const { palette, fontFamily } = style;
  const nodes = new Map<string, Node>();
  const flows = new Map<string, Flow>();
  const node = (name: string, depth: number, color: string): string => {
    nodes.set(name, { name, depth, itemStyle: { color } });
    return name;
  };
  for (const { userType, target, users, stages } of rows) {
    const from = node(USER_TYPES[userType], 0, palette.keys);
    const to = node(TARGETS[target].label, 1, palette.users);
    add(flows, from, to, users);
    for (const band of MIGRATION_BANDS) {
      const count = usersOfBand({ stages }, band);
      if (count > 0) add(flows, to, node(band.label, 2, palette.migration[band.id]), count);
    }
  }
  const text = { color: palette.text, fontFamily, fontSize: FONT_SIZE };
  return {
    ...baseOption(style),
    series: [
      {
        ...{ type: "sankey", data: [...nodes.values()], links: [...flows.values()] },
        ...{ left: 4, right: 130, top: 8, bottom: 8, nodeGap: 14, nodeWidth: 12 },
        ...{ draggable: false, silent: true, emphasis: { disabled: true } },
        lineStyle: { color: "source", opacity: 0.22, curveness: 0.5 },
        label: {
          ...text,
          formatter: ({ name, value }: { name: string; value?: unknown }) => `${name}  ${formatCount(Number(value))}`,
        },
      },
    ],
  };
}

/** How many targets the picture has to make room for. */
export const flowTargets = (rows: readonly MigrationFlow[]): number => new Set(rows.map(({ target }) => target)).size;
