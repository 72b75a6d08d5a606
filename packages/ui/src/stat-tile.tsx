import { Paper, Text, VisuallyHidden } from "@mantine/core";
import type { ReactNode } from "react";
import { LinkText } from "./navigation.tsx";
import classes from "./stat-tile.module.css";
import { Unknown } from "./unknown.tsx";

/** The change of a figure. `goodDirection`: the direction of progress; null: there is none. */
export type StatDelta = { difference: number; since: string; goodDirection: "up" | "down" | null; unit?: string };

type StatTileProps = {
  label: string;
  /** Already formatted; null: could not be read. */
  value: string | null;
  unknownReason?: string;
  /** Null where there is nothing to compare with. */
  delta: StatDelta | null;
  /** What else to know about the figure. */
  note?: ReactNode;
  /** The rows that the figure counts. */
  href?: string;
};

const formatter = new Intl.NumberFormat("en-US", { maximumFractionDigits: 1 });

function deltaTone({ difference, goodDirection }: StatDelta): "better" | "worse" | "even" {
  if (difference === 0 || goodDirection === null) return "even";
  return difference > 0 === (goodDirection === "up") ? "better" : "worse";
}

function Delta({ delta }: { delta: StatDelta }) {
  const tone = deltaTone(delta);
  const amount = `${formatter.format(Math.abs(delta.difference))}${delta.unit ?? ""}`;
  const arrow = delta.difference > 0 ? "↑" : "↓";
  const [more, less] = delta.unit ? ["higher", "lower"] : ["more", "fewer"];
  if (delta.difference === 0) return <span className={classes.delta}>unchanged since {delta.since}</span>;
  return (
    <span className={classes.delta}>
      <span className={classes.amount} data-tone={tone}>
        <span aria-hidden="true">{arrow}</span> {amount} {delta.difference > 0 ? more : less}
      </span>{" "}
      than {delta.since}
      {tone !== "even" && <VisuallyHidden> ({tone})</VisuallyHidden>}
    </span>
  );
}

/** One figure of the overview: value, change, and a link to the rows that it counts. */
export function StatTile({ label, value, unknownReason, delta, note, href }: StatTileProps) {
  return (
    <Paper withBorder radius="md" className={classes.tile} data-linked={href ? "" : undefined}>
      <Text component="p" size="sm" className={classes.label}>
        {href ? (
          <LinkText href={href} className={classes.link} underline="never">
            {label}
          </LinkText>
        ) : (
          label
        )}
      </Text>
      <p className={classes.value} data-unknown={value === null ? "" : undefined}>
        {value ?? <Unknown reason={unknownReason ?? "Not read yet"} />}
      </p>
      <Text component="p" size="xs" c="dimmed" className={classes.foot}>
        {delta ? <Delta delta={delta} /> : "nothing to compare with yet"}
        {note && <span className={classes.note}>{note}</span>}
      </Text>
    </Paper>
  );
}
