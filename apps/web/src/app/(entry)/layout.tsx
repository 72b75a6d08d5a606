import { Box, Container, Paper, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { Brand } from "../../rooms/shell/brand.tsx";

/** Frame of the pages that are seen without a session. */
export default function EntryLayout({ children }: { children: ReactNode }) {
  return (
    <Container size={440} py={{ base: "xl", sm: 72 }} component="main">
      <Box mb="xl">
        <Brand />
        <Text size="sm" c="dimmed" mt="xs">
          Every IAM user, key and role in your AWS accounts, and the way from long-lived keys to roles.
        </Text>
      </Box>
      <Paper withBorder radius="lg" p={{ base: "lg", sm: "xl" }}>
        {children}
      </Paper>
    </Container>
  );
}
