"use client";

import { Tooltip } from "@mantine/core";
import classes from "./unknown.module.css";

type UnknownProps = { reason: string };

/** A value that could not be read, with why: never shown as empty, fine or zero. */
export function Unknown({ reason }: UnknownProps) {
  return (
    <Tooltip label={reason} multiline maw={320} withArrow events={{ hover: true, focus: true, touch: true }}>
      <button type="button" className={classes.unknown} aria-label={`unknown: ${reason}`}>
        unknown
      </button>
    </Tooltip>
  );
}
