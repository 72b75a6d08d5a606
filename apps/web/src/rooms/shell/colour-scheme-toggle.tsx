"use client";

import { ActionIcon, useMantineColorScheme } from "@mantine/core";
import { IconSunMoon } from "@tabler/icons-react";

/** Changes between the light and the dark scheme. Its label does not depend on the scheme, which the server cannot know. */
export function ColourSchemeToggle() {
  const { toggleColorScheme } = useMantineColorScheme();
  return (
    <ActionIcon variant="subtle" color="gray" size="lg" aria-label="Change colour scheme" onClick={toggleColorScheme}>
      <IconSunMoon size={20} stroke={1.6} aria-hidden />
    </ActionIcon>
  );
}
