export type Line = { what: string; value: string; ratio?: string };

export const seconds = (value: number): string => `${value.toFixed(2)} s`;
export const milliseconds = (value: number): string => `${value.toFixed(1)} ms`;
export const megabytes = (bytes: number): string => `${Math.round(bytes / 1024 / 1024)} MB`;
export const count = (value: number): string => value.toLocaleString("en");
export const times = (value: number, of: string): string => `${value.toFixed(1)} x ${of}`;

/** A table in columns, with a heading above it. */
export function table(heading: string, lines: readonly Line[]): string {
  const width = (pick: (line: Line) => string) => Math.max(...lines.map((line) => pick(line).length));
  const [whatWidth, valueWidth] = [width(({ what }) => what), width(({ value }) => value)];
  const rows = lines.map(({ what, value, ratio = "" }) =>
    `  ${what.padEnd(whatWidth)}  ${value.padStart(valueWidth)}  ${ratio}`.trimEnd(),
  );
  return `${heading}\n${rows.join("\n")}\n`;
}
