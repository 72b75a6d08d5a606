export { CHART_MODULES } from "./modules.ts";
export { burndownChart, MIGRATION_BANDS, usersOfBand } from "./options/burndown.ts";
export { flowChart, flowTargets } from "./options/flow.ts";
export { keyAgeChart, keyAgeNowChart } from "./options/key-age.ts";
export { type ChartPalette, DARK_PALETTE, LIGHT_PALETTE } from "./options/palette.ts";
export { overdueChart, rotationChart } from "./options/rotation.ts";
export { type ChartStyle, FONT_FAMILY, formatCount, formatPercent } from "./options/style.ts";
export { GAP_NOTE } from "./options/time-chart.ts";
export { renderSvg } from "./render-svg.ts";
