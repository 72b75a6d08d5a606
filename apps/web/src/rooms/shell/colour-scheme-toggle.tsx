"use client";

import { ActionIcon, useMantineColorScheme } from "@mantine/core";
import { IconSunMoon } from "@tabler/icons-react";

/** Changes between the light and the dark scheme. The server cannot know the scheme, so the label does not name it. */
export function ColourSchemeToggle() {
  const { toggleColorScheme } = useMantineColorScheme();
  return (
    <ActionIcon variant="subtle" color="gray" size="lg" aria-label="Switch theme" onClick={toggleColorScheme}>
      <IconSunMoon size={20} stroke={1.6} aria-hidden />
    </ActionIcon>
  );
}
