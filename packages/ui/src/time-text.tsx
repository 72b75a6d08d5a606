import { Text } from "@mantine/core";
import { formatDay, formatDistance, formatInstant } from "./time-format.ts";

/** A UTC day, with the full instant as its title. */
export function DateText({ at, withTime = false }: { at: Date; withTime?: boolean }) {
  return (
    <Text
      component="time"
      dateTime={at.toISOString()}
      title={at.toISOString()}
      inherit
      ff="inherit"
      style={{ whiteSpace: "nowrap" }}
    >
      {withTime ? formatInstant(at) : formatDay(at)}
    </Text>
  );
}

/** How long ago, with the full instant as its title. */
export function AgeText({ at, now }: { at: Date; now: Date }) {
  return (
    <Text
      component="time"
      dateTime={at.toISOString()}
      title={at.toISOString()}
      inherit
      style={{ whiteSpace: "nowrap" }}
    >
      {formatDistance(at, now)}
    </Text>
  );
}
