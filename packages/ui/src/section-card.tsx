import { Group, Paper, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";

type SectionCardProps = { title: string; description?: ReactNode; actions?: ReactNode; children: ReactNode };

/** One titled part of a page. */
export function SectionCard({ title, description, actions, children }: SectionCardProps) {
  return (
    <Paper component="section" withBorder radius="md" p="md" style={{ minWidth: 0 }} aria-label={title}>
      <Group justify="space-between" mb="xs" gap="xs">
        <Title order={2} size="h5">
          {title}
        </Title>
        {actions}
      </Group>
      {description && (
        <Text component="div" size="sm" c="dimmed" mb="sm">
          {description}
        </Text>
      )}
      {children}
    </Paper>
  );
}
