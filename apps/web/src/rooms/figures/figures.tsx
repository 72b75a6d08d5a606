import type { ReactNode } from "react";
import classes from "./figures.module.css";

type FigureProps = { label: string; value: ReactNode; note?: ReactNode };

/** One number, what it counts, and what else to know of it. It stands among others in `Figures`. */
export function Figure({ label, value, note }: FigureProps) {
  return (
    <div className={classes.figure}>
      <dt className={classes.label}>{label}</dt>
      <dd className={classes.value}>{value}</dd>
      {note && <dd className={classes.note}>{note}</dd>}
    </div>
  );
}

/** Numbers side by side. */
export function Figures({ children }: { children: ReactNode }) {
  return <dl className={classes.figures}>{children}</dl>;
}
