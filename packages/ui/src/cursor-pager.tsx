import { Group, Text } from "@mantine/core";
import { LinkButton } from "./navigation.tsx";

type CursorPagerProps = {
  /** Null on the first page. */
  firstHref: string | null;
  /** Null on the last page. */
  nextHref: string | null;
  /** Rows on this page. */
  shown: number;
  /** Plural of what the rows are, ending in -s or -ies. */
  noun: string;
};

const singular = (noun: string) => (noun.endsWith("ies") ? `${noun.slice(0, -3)}y` : noun.replace(/s$/, ""));
const countText = (shown: number, noun: string) =>
  `${shown.toLocaleString("en-US")} ${shown === 1 ? singular(noun) : noun}`;

/** Pages of a list whose order is kept by a cursor. The page before is a step back in the browser. */
export function CursorPager({ firstHref, nextHref, shown, noun }: CursorPagerProps) {
  if (!firstHref && !nextHref) {
    return (
      <Text size="xs" c="dimmed" mt="sm">
        {countText(shown, noun)}
      </Text>
    );
  }
  return (
    <Group component="nav" justify="space-between" mt="sm" aria-label={`Pages of ${noun}`}>
      <Text size="xs" c="dimmed">
        {countText(shown, noun)} on this page
      </Text>
      <Group gap="xs">
        {firstHref && (
          <LinkButton href={firstHref} size="xs" variant="default">
            First page
          </LinkButton>
        )}
        {nextHref && (
          <LinkButton href={nextHref} size="xs" variant="default">
            Next page
          </LinkButton>
        )}
      </Group>
    </Group>
  );
}
