"use client";

import { Button, Container, Text } from "@mantine/core";
import { ErrorState } from "@rolecall/ui";

type Props = { error: Error & { digest?: string }; reset: () => void };

export default function RootRouteError({ error, reset }: Props) {
  return (
    <Container component="main" size={640} py={72}>
      <ErrorState title="Rolecall cannot answer just now" actions={<Button onClick={reset}>Try again</Button>}>
        <Text size="sm">
          Something failed on our side, and it was logged. Try again in a minute. If it goes on, tell your administrator
          {error.digest ? ` the reference ${error.digest}` : " what you did"}.
        </Text>
      </ErrorState>
    </Container>
  );
}
