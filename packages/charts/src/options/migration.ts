import type { MigrationSeries } from "@rolecall/domain";
import type { EChartsOption } from "echarts";
import { type ChartStyle, formatCount, messageOption, NO_SCAN_YET, resolveStyle } from "./style.ts";
import { timeChartOption } from "./time-chart.ts";

/**
 * The way from users to roles: users with an active access key, which should fall, and roles, which replace them. All users
 * are drawn quietly behind them. All are counts of identities and share one axis.
 */
export function migrationChart(series: MigrationSeries, chartStyle: ChartStyle = {}): EChartsOption {
  const style = resolveStyle(chartStyle);
  if (series.points.length === 0) return messageOption(NO_SCAN_YET, style);
  const { palette } = style;
  return timeChartOption(
    {
      series,
      unit: "users and roles",
      format: formatCount,
      lines: [
        { name: "All users", color: palette.users, emphasis: "quiet", label: true, read: (point) => point.users },
        {
          name: "Users with active keys",
          color: palette.keys,
          area: "soft",
          label: true,
          read: (point) => point.usersWithActiveKey,
        },
        { name: "Roles", color: palette.roles, label: true, read: (point) => point.roles },
      ],
    },
    style,
  );
}
