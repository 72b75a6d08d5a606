import { VisuallyHidden } from "@mantine/core";
import classes from "./count-links.module.css";
import { LinkBox } from "./navigation.tsx";
import { formatCount } from "./number-format.ts";

/** How much a number matters; null: it is only a number. */
export type CountTone = "critical" | "high" | "medium" | null;

type CountLink = {
  id: string;
  label: string;
  /** What the label means, where that is more than it says; for screen readers. */
  meaning?: string;
  count: number;
  tone: CountTone;
  /** The rows that are counted. */
  href: string;
  /** The page shows these rows. */
  isCurrent: boolean;
};

type CountLinksProps = {
  /** Name of the group, for screen readers. */
  label: string;
  links: readonly CountLink[];
};

/** Numbers side by side; each links to the rows that it counts. */
export function CountLinks({ label, links }: CountLinksProps) {
  return (
    <nav aria-label={label} className={classes.counts}>
      {links.map(({ id, label: name, meaning, count, tone, href, isCurrent }) => (
        <LinkBox key={id} href={href} className={classes.count} aria-current={isCurrent ? "true" : undefined}>
          <span className={classes.number} data-tone={tone ?? undefined} data-none={count === 0 ? "" : undefined}>
            {formatCount(count)}
          </span>{" "}
          <span className={classes.label}>
            {name}
            {meaning && <VisuallyHidden>: {meaning}</VisuallyHidden>}
          </span>
        </LinkBox>
      ))}
    </nav>
  );
}
