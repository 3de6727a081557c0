// A device whose camera fails, as a browser says it.
import type { Page } from "playwright-core";

export type CameraFailure = "NotAllowedError" | "NotFoundError" | "NotReadableError";

/** The next opening of the camera fails; the one after it does not. */
export const failCameraOnce = (page: Page, failure: CameraFailure): Promise<void> =>
  page.evaluate((name) => {
    const devices = navigator.mediaDevices;
    const ask = devices.getUserMedia.bind(devices);
    devices.getUserMedia = async () => {
      devices.getUserMedia = ask;
      throw new DOMException("", name);
    };
  }, failure);
