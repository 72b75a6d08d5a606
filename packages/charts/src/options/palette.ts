import type { KeyAgeBandId } from "@rolecall/domain";

/** Where users stand on their way to roles, as the chart groups them. */
export type MigrationBandId = "identified" | "planned" | "inProgress" | "blocked" | "excepted" | "retired" | "moved";

/** Every colour of a chart. They differ in lightness too, for colour-blind readers and for print in grey. */
export type ChartPalette = {
  text: string;
  mutedText: string;
  gridLine: string;
  surface: string;
  /** Fill behind days that were not scanned. */
  gap: string;
  /** Drawn over stacked areas on such days: they pale, and stay readable. */
  gapVeil: string;
  keyAge: Record<KeyAgeBandId, string>;
  migration: Record<MigrationBandId, string>;
  unknown: string;
  keys: string;
  users: string;
  good: string;
  bad: string;
};

export const LIGHT_PALETTE: ChartPalette = {
  text: "#1c2733",
  mutedText: "#5b6876",
  gridLine: "#e3e8ed",
  surface: "#ffffff",
  gap: "#eef1f4",
  gapVeil: "rgba(255, 255, 255, 0.62)",
  keyAge: {
    d0_30: "#0b6e69",
    d31_60: "#3f9c92",
    d61_90: "#93cabd",
    d91_180: "#f4cd7d",
    d181_365: "#e4863f",
    d366: "#b3271e",
  },
  migration: {
    identified: "#d9722e",
    planned: "#f0bd62",
    inProgress: "#93cabd",
    blocked: "#8f1d3f",
    excepted: "#aab4bf",
    retired: "#5f86a8",
    moved: "#0b6e69",
  },
  unknown: "#9aa5b1",
  keys: "#c8501e",
  users: "#8793a0",
  good: "#0b6e69",
  bad: "#b3271e",
};

export const DARK_PALETTE: ChartPalette = {
  text: "#e8edf2",
  mutedText: "#9fb0c0",
  gridLine: "#33404d",
  surface: "#1b242d",
  gap: "#26313c",
  gapVeil: "rgba(27, 36, 45, 0.62)",
  keyAge: {
    d0_30: "#1f9c93",
    d31_60: "#5dbdb1",
    d61_90: "#a9dacd",
    d91_180: "#f6d894",
    d181_365: "#ec9a5a",
    d366: "#dd5448",
  },
  migration: {
    identified: "#e07f3d",
    planned: "#eec274",
    inProgress: "#a9dacd",
    blocked: "#c8436b",
    excepted: "#738292",
    retired: "#7fa3c4",
    moved: "#1f9c93",
  },
  unknown: "#738292",
  keys: "#f08a55",
  users: "#93a2b1",
  good: "#35b5aa",
  bad: "#ef6a5e",
};
