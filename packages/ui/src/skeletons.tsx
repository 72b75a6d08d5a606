import { Paper, SimpleGrid, Skeleton, Stack } from "@mantine/core";

const keys = (count: number) => Array.from({ length: count }, (_, index) => index);

/** As many tiles as will come. */
export function StatTilesSkeleton({ count }: { count: number }) {
  return (
    <SimpleGrid cols={{ base: 2, sm: 3 }} spacing="md" aria-hidden="true">
      {keys(count).map((key) => (
        <Paper key={key} withBorder radius="md" p="md">
          <Skeleton height={12} width="60%" mb="sm" />
          <Skeleton height={28} width="40%" mb="sm" />
          <Skeleton height={10} width="80%" />
        </Paper>
      ))}
    </SimpleGrid>
  );
}

export function ChartSkeleton({ heightPx = 300 }: { heightPx?: number }) {
  return (
    <Paper withBorder radius="md" p="md" aria-hidden="true">
      <Skeleton height={14} width="35%" mb="md" />
      <Skeleton height={heightPx} />
    </Paper>
  );
}

export function TableSkeleton({ rows = 10 }: { rows?: number }) {
  return (
    <Paper withBorder radius="md" p="md" aria-hidden="true">
      <Stack gap="md">
        {keys(rows).map((key) => (
          <Skeleton key={key} height={16} width={`${100 - (key % 3) * 6}%`} />
        ))}
      </Stack>
    </Paper>
  );
}
