"use client";

import { Button, Group, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { useSelection } from "./selection.tsx";

/** How many rows are chosen, and what can be done with them. Without any, what choosing is for. */
export function SelectionBar({ noun, hint, children }: { noun: string; hint: string; children: ReactNode }) {
  const { chosen, clear } = useSelection();
  return (
    <Group gap="sm" mih={36} role="status">
      <Text size="sm" c={chosen.length === 0 ? "dimmed" : undefined}>
        {chosen.length === 0 ? hint : `${chosen.length} ${noun} selected`}
      </Text>
      {chosen.length > 0 && (
        <>
          {children}
          <Button variant="subtle" size="xs" onClick={clear}>
            Clear selection
          </Button>
        </>
      )}
    </Group>
  );
}
