import { LinkBox } from "./navigation.tsx";
import classes from "./segmented-links.module.css";

type SegmentedLinksProps = { label: string; items: readonly { label: string; href: string; current: boolean }[] };

/** A choice of a few views of the same page, each with its own address. */
export function SegmentedLinks({ label, items }: SegmentedLinksProps) {
  return (
    <nav aria-label={label} className={classes.group}>
      {items.map((item) => (
        <LinkBox
          key={item.href}
          href={item.href}
          className={classes.item}
          aria-current={item.current ? "true" : undefined}
        >
          {item.label}
        </LinkBox>
      ))}
    </nav>
  );
}
