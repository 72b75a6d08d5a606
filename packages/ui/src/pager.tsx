import { Group, Text } from "@mantine/core";
import { LinkButton } from "./navigation.tsx";
import { formatAmount, formatCount } from "./number-format.ts";

type PagerProps = {
  /** Plural of what the rows are, ending in -s or -ies. */
  noun: string;
  /** Rows on this page. */
  shown: number;
  /** The number of the first row on this page, and of all rows, where they are known. */
  place?: { from: number; total: number };
  /** Null or absent: there is no such page. With cursors, the page before is a step back in the browser. */
  firstHref?: string | null;
  previousHref?: string | null;
  nextHref: string | null;
};

const singular = (noun: string) => (noun.endsWith("ies") ? `${noun.slice(0, -3)}y` : noun.replace(/s$/, ""));

function placeText({ noun, shown, place }: PagerProps, isWhole: boolean): string {
  if (place) return `${place.from}–${place.from + shown - 1} of ${formatCount(place.total)}`;
  const amount = formatAmount(shown, singular(noun), noun);
  return isWhole ? amount : `${amount} on this page`;
}

/** The number of rows shown, and links to the other pages of a list. */
export function Pager(props: PagerProps) {
  const { noun, firstHref = null, previousHref = null, nextHref } = props;
  const ways = [
    { label: "First page", href: firstHref },
    { label: "Page before", href: previousHref },
    { label: "Next page", href: nextHref },
  ].filter((way): way is { label: string; href: string } => way.href !== null);
  const text = placeText(props, ways.length === 0);
  if (ways.length === 0) {
    return (
      <Text size="xs" c="dimmed" mt="sm">
        {text}
      </Text>
    );
  }
  return (
    <Group component="nav" justify="space-between" mt="sm" aria-label={`Pages of ${noun}`}>
      <Text size="xs" c="dimmed">
        {text}
      </Text>
      <Group gap="xs">
        {ways.map(({ label, href }) => (
          <LinkButton key={label} href={href} size="xs" variant="default">
            {label}
          </LinkButton>
        ))}
      </Group>
    </Group>
  );
}
