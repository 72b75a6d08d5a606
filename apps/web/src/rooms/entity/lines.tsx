import type { ReactNode } from "react";

type LinesProps = { values: readonly string[]; none: string; children: (value: string) => ReactNode };

/** Entries below each other, or a word if there are none. */
export function Lines({ values, none, children }: LinesProps) {
  if (values.length === 0) return none;
  return values.map((value) => <div key={value}>{children(value)}</div>);
}
