"use client";

import { Button, Group, Text } from "@mantine/core";
import { ErrorState, LinkButton } from "@rolecall/ui";

type Props = { error: Error & { digest?: string }; reset: () => void };

export default function ConsoleError({ error, reset }: Props) {
  return (
    <ErrorState
      title="This page could not be shown"
      actions={
        <Group gap="sm">
          <Button onClick={reset}>Try again</Button>
          <LinkButton href="/overview" variant="default">
            Go to the overview
          </LinkButton>
        </Group>
      }
    >
      <Text size="sm">
        Something failed on our side, and it was logged. Nothing was changed. If it happens again, tell your
        administrator
        {error.digest ? ` the reference ${error.digest}` : " what you did"}.
      </Text>
    </ErrorState>
  );
}
