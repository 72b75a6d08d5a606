import classes from "./count-links.module.css";
import { LinkBox } from "./navigation.tsx";
import { formatCount } from "./number-format.ts";

/** How much a number matters; null: it is only a number. */
export type CountTone = "gravest" | "grave" | "weak" | null;

type CountLink = {
  id: string;
  label: string;
  count: number;
  tone: CountTone;
  /** Leads to the rows that are counted. */
  href: string;
  /** These rows are what the page shows. */
  isCurrent: boolean;
};

type CountLinksProps = {
  /** What the numbers are, for those who do not see them. */
  label: string;
  links: readonly CountLink[];
};

/** Numbers side by side, each of which leads to the rows that it counts. */
export function CountLinks({ label, links }: CountLinksProps) {
  return (
    <nav aria-label={label} className={classes.counts}>
      {links.map(({ id, label: name, count, tone, href, isCurrent }) => (
        <LinkBox key={id} href={href} className={classes.count} aria-current={isCurrent ? "true" : undefined}>
          <span className={classes.number} data-tone={tone ?? undefined} data-none={count === 0 ? "" : undefined}>
            {formatCount(count)}
          </span>{" "}
          <span className={classes.label}>{name}</span>
        </LinkBox>
      ))}
    </nav>
  );
}
