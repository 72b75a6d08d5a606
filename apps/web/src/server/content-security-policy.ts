/**
 * The Content-Security-Policy of every answer. Scripts run by nonce only. Styles may be inline, because the components
 * set custom properties in `style` attributes, which no nonce can cover.
 *
 * @param development React's development build evaluates strings to show server-side stacks.
 * @see https://www.w3.org/TR/CSP3/
 */
export function contentSecurityPolicy(options: { nonce: string; https: boolean; development: boolean }): string {
  const evaluation = options.development ? " 'unsafe-eval'" : "";
  const directives = [
    "default-src 'self'",
    `script-src 'self' 'nonce-${options.nonce}' 'strict-dynamic'${evaluation}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "frame-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ];
  if (options.https) directives.push("upgrade-insecure-requests");
  return directives.join("; ");
}
