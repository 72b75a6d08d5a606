"use client";

import { Anchor, type AnchorProps, Button, type ButtonProps } from "@mantine/core";
import {
  type AnchorHTMLAttributes,
  type ComponentType,
  createContext,
  type ReactNode,
  useContext,
  useMemo,
} from "react";

type Link = "a" | ComponentType<AnchorHTMLAttributes<HTMLAnchorElement> & { href: string }>;
type Navigation = { link: Link; navigate: ((href: string) => void) | null };

const NavigationContext = createContext<Navigation>({ link: "a", navigate: null });

type NavigationProviderProps = Navigation & { children: ReactNode };

/**
 * Connects the components to a router: `link` replaces `<a>`, `navigate` replaces page loads. Without a provider everything
 * works with plain links and forms.
 */
export function NavigationProvider({ link, navigate, children }: NavigationProviderProps) {
  const value = useMemo(() => ({ link, navigate }), [link, navigate]);
  return <NavigationContext value={value}>{children}</NavigationContext>;
}

export function useNavigation(): Navigation {
  return useContext(NavigationContext);
}

/** Mantine's types know elements only; at run time a component with the props of `<a>` is one. */
function useMantineLink(): "a" {
  return useNavigation().link as "a";
}

type LinkTextProps = AnchorProps &
  Omit<AnchorHTMLAttributes<HTMLAnchorElement>, keyof AnchorProps> & { href: string; children: ReactNode };

/** A text link inside the application. */
export function LinkText(props: LinkTextProps) {
  return <Anchor component={useMantineLink()} {...props} />;
}

type LinkBoxProps = {
  href: string;
  className?: string;
  children: ReactNode;
  "aria-current"?: "page" | "true";
  "aria-label"?: string;
};

/** A link without any look of its own. */
export function LinkBox(props: LinkBoxProps) {
  const { link: Link } = useNavigation();
  return <Link {...props} />;
}

type LinkButtonProps = ButtonProps & {
  href: string;
  /** The link is a file to be saved: the browser fetches it, and the router does not. */
  download?: boolean;
  children: ReactNode;
};

/** A link that looks like a button, for the next step on a page. */
export function LinkButton({ download, ...props }: LinkButtonProps) {
  const link = useMantineLink();
  return download ? <Button component="a" download {...props} /> : <Button component={link} {...props} />;
}
