// Security headers: nothing from elsewhere runs, frames or listens; the camera is for our own pages.
import type { RequestHandler } from "express";
import helmet from "helmet";

const HALF_YEAR_SECONDS = 15_768_000;
/** What pages may ask of the device: till and family scan; distances are reckoned on the phone. Nobody needs the rest. */
const PERMISSIONS = [
  "camera=(self)",
  "microphone=()",
  "geolocation=(self)",
  "payment=()",
  "usb=()",
];
/** Full version of the API; source: NLGov REST API Design Rules, /core/version-header. */
export const API_VERSION = "1.0.0";

/** @param isHttps Whether people reach this server by https: only then may a browser be told to insist on it. */
export function securityHeaders({ isHttps }: { isHttps: boolean }): RequestHandler[] {
  const own = ["'self'"];
  const protect = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: own,
        styleSrc: own,
        fontSrc: own,
        imgSrc: [...own, "data:", "blob:"],
        mediaSrc: [...own, "blob:"],
        connectSrc: own,
        manifestSrc: own,
        workerSrc: own,
        baseUri: ["'none'"],
        formAction: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    strictTransportSecurity: isHttps && { maxAge: HALF_YEAR_SECONDS, includeSubDomains: false },
    referrerPolicy: { policy: "no-referrer" },
    crossOriginOpenerPolicy: { policy: "same-origin" },
    crossOriginResourcePolicy: { policy: "same-origin" },
    xFrameOptions: { action: "deny" },
  });
  const rest: RequestHandler = (_request, response, next) => {
    response.set("permissions-policy", PERMISSIONS.join(", "));
    response.set("api-version", API_VERSION);
    next();
  };
  return [protect, rest];
}
