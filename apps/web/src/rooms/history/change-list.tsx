import { Title } from "@mantine/core";
import type { Change } from "@rolecall/domain";
import { formatDay } from "@rolecall/ui/format";
import { ChangeItem } from "./change-item.tsx";
import classes from "./change-list.module.css";

type ChangeListProps = {
  changes: readonly Change[];
  /** The level of the days' headings: one below the heading that the list stands under. */
  headingOrder: 2 | 3;
  /** False on the page of the subject that all changes are of. */
  linked: boolean;
};

/** Changes by the UTC day on which a scan noticed them, newest first. */
export function ChangeList({ changes, headingOrder, linked }: ChangeListProps) {
  const byDay = Map.groupBy(changes, ({ foundAt }) => formatDay(foundAt));
  return (
    <div className={classes.days}>
      {[...byDay].map(([day, ofDay]) => (
        <section key={day} aria-label={`Changes of ${day}`}>
          <Title order={headingOrder} size="h6" className={classes.day}>
            {day}
          </Title>
          <ol className={classes.list}>
            {ofDay.map((change) => (
              <li key={change.id}>
                <ChangeItem change={change} linked={linked} />
              </li>
            ))}
          </ol>
        </section>
      ))}
    </div>
  );
}
