"use client";

import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from "@mantine/core";

const accent: MantineColorsTuple = [
  "#eef2ff",
  "#e0e7ff",
  "#c7d2fe",
  "#a5b4fc",
  "#8b93f8",
  "#6366f1",
  "#4f46e5",
  "#4338ca",
  "#3730a3",
  "#312e81",
];

const dark: MantineColorsTuple = [
  "#d5d9e0",
  "#b4bac6",
  "#969eae",
  "#727b8c",
  "#3a414f",
  "#2c323e",
  "#1f242e",
  "#171b23",
  "#11141b",
  "#0c0f14",
];

/** One accent, one font, small radii. Colours of meaning (good, attention, bad, unknown) are Mantine's own. */
export const theme = createTheme({
  primaryColor: "accent",
  primaryShade: { light: 6, dark: 6 },
  colors: { accent, dark },
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  fontFamilyMonospace: "ui-monospace, SFMono-Regular, Menlo, Consolas, monospace",
  defaultRadius: "md",
  cursorType: "pointer",
  respectReducedMotion: true,
  headings: { fontWeight: "650", sizes: { h1: { fontSize: "1.5rem", lineHeight: "1.3" } } },
  components: {
    Badge: { defaultProps: { variant: "light", radius: "sm", tt: "none" } },
    Card: { defaultProps: { withBorder: true, padding: "lg" } },
    Notification: {
      defaultProps: { closeButtonProps: { "aria-label": "Close" } },
      styles: { description: { color: "var(--mantine-color-dimmed)" } },
    },
    Table: { defaultProps: { verticalSpacing: "sm", horizontalSpacing: "md" } },
  },
});

/** Mantine's default greys for secondary text, placeholders and errors are below the 4.5:1 that WCAG AA asks for. */
export const cssVariablesResolver: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    "--mantine-color-dimmed": "#5b6270",
    "--mantine-color-placeholder": "#6b7280",
    "--mantine-color-error": "var(--mantine-color-red-9)",
    "--mantine-color-green-light-color": "#1b5e2b",
    "--mantine-color-yellow-light-color": "#6b4400",
    "--rolecall-canvas": "#f7f8fa",
  },
  dark: {
    "--mantine-color-dimmed": "var(--mantine-color-dark-2)",
    "--mantine-color-placeholder": "var(--mantine-color-dark-2)",
    "--mantine-color-error": "var(--mantine-color-red-4)",
    "--rolecall-canvas": "var(--mantine-color-dark-8)",
  },
});
