// A shop's place, no finer than a visitor needs: the device rounds it before it is sent, and the server again.

type Place = { latitude: number; longitude: number };

/** About ten metres, in degrees (WGS 84): finds the door, not the desk. */
const DECIMALS = 4;

export function roundPlace({ latitude, longitude }: Place): Place {
  const round = (degrees: number) => Number(degrees.toFixed(DECIMALS));
  return { latitude: round(latitude), longitude: round(longitude) };
}
