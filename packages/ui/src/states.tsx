import { Alert, Box, Group, Stack, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./states.module.css";

type EmptyStateProps = { title: string; description: ReactNode; actions?: ReactNode; icon?: ReactNode };

/** There is nothing, and that is known. Says why and what to do next. */
export function EmptyState({ title, description, actions, icon }: EmptyStateProps) {
  return (
    <Box className={classes.empty}>
      {icon && (
        <div className={classes.icon} aria-hidden="true">
          {icon}
        </div>
      )}
      <Stack gap={4} align="center">
        <Title order={2} size="h5">
          {title}
        </Title>
        <Text component="div" size="sm" c="dimmed" maw={480}>
          {description}
        </Text>
      </Stack>
      {actions && (
        <Group gap="xs" justify="center">
          {actions}
        </Group>
      )}
    </Box>
  );
}

type ErrorStateProps = { title: string; children: ReactNode; actions?: ReactNode };

/** Something could not be loaded. Says what happened and what to do next. */
export function ErrorState({ title, children, actions }: ErrorStateProps) {
  return (
    <Alert
      color="red"
      data-tone="critical"
      variant="light"
      title={title}
      radius="md"
      classNames={{ root: classes.notice, message: classes.message, title: classes.title }}
    >
      <Stack gap="sm" align="flex-start">
        <div>{children}</div>
        {actions}
      </Stack>
    </Alert>
  );
}

type PartialNoticeProps = { title: string; children: ReactNode; tone?: "warning" | "info"; actions?: ReactNode };

/** The data is incomplete. Says which part is missing and why. */
export function PartialNotice({ title, children, tone = "warning", actions }: PartialNoticeProps) {
  return (
    <Alert
      color={tone === "warning" ? "yellow" : "blue"}
      data-tone={tone}
      variant="light"
      title={title}
      radius="md"
      role="note"
      classNames={{ root: classes.notice, message: classes.message, title: classes.title }}
    >
      <Group justify="space-between" gap="sm">
        <div>{children}</div>
        {actions}
      </Group>
    </Alert>
  );
}
