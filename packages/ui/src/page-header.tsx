import { Box, Group, Stack, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { LinkText } from "./navigation.tsx";
import classes from "./page-header.module.css";

export type Breadcrumb = { label: string; href: string };

type PageHeaderProps = {
  title: ReactNode;
  description?: ReactNode;
  actions?: ReactNode;
  /** From the outermost page to the parent of this one; the page itself is the title. */
  breadcrumbs?: readonly Breadcrumb[];
};

/** The head of every page: breadcrumbs, its one `h1`, a description and actions. */
export function PageHeader({ title, description, actions, breadcrumbs = [] }: PageHeaderProps) {
  return (
    <Box component="header" mb="lg">
      {breadcrumbs.length > 0 && (
        <nav aria-label="Breadcrumb">
          <ol className={classes.crumbs}>
            {breadcrumbs.map((crumb) => (
              <li key={crumb.href}>
                <LinkText href={crumb.href} size="sm">
                  {crumb.label}
                </LinkText>
              </li>
            ))}
          </ol>
        </nav>
      )}
      <Group justify="space-between" align="flex-start" gap="md">
        <Stack gap={4} className={classes.text}>
          <Title order={1} size="h2" className={classes.title}>
            {title}
          </Title>
          {description && (
            <Text component="div" size="sm" c="dimmed" maw={720}>
              {description}
            </Text>
          )}
        </Stack>
        {actions && <Group gap="xs">{actions}</Group>}
      </Group>
    </Box>
  );
}
