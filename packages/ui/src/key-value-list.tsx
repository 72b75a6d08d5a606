import type { ReactNode } from "react";
import classes from "./key-value-list.module.css";

export type KeyValue = { label: string; value: ReactNode; hint?: string };

/** The fields of one thing. */
export function KeyValueList({ items }: { items: readonly KeyValue[] }) {
  return (
    <dl className={classes.list}>
      {items.map((item) => (
        <div key={item.label} className={classes.item}>
          <dt>{item.label}</dt>
          <dd>
            {item.value}
            {item.hint && <span className={classes.hint}>{item.hint}</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
