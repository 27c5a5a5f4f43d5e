// Asks with one click for all that is wanted, and reports what became of each.

/** The event that says yes. What says no, or nothing within a second, is an error. */
function event(target, yes, no, act = () => undefined) {
  return new Promise((resolve, reject) => {
    target.addEventListener(yes, resolve, { once: true });
    if (no) target.addEventListener(no, () => reject(new Error('refused')), { once: true });
    setTimeout(reject, 1000, new Error('no event'));
    act();
  });
}

/** For what answers with something empty in place of a refusal. */
function given(thing) {
  if (!thing) throw new Error('refused');
  return thing;
}

const page = document.documentElement;
const payment = [[{ supportedMethods: 'https://pay.example' }], { total: { label: 'a', amount: { currency: 'EUR', value: '1' } } }];
const user = { id: new Uint8Array(16), name: 'a', displayName: 'a' };
const passkey = { challenge: new Uint8Array(16), rp: { name: 'a' }, user, pubKeyCredParams: [{ type: 'public-key', alg: -7 }] };
const video = [{ initDataTypes: ['cenc'], videoCapabilities: [{ contentType: 'video/mp4; codecs="avc1.42E01E"' }] }];

const wants = {
  camera: () => navigator.mediaDevices.getUserMedia({ video: true }),
  microphone: () => navigator.mediaDevices.getUserMedia({ audio: true }),
  screen: () => navigator.mediaDevices.getDisplayMedia({ video: true }),
  devices: async () => given((await navigator.mediaDevices.enumerateDevices()).length),
  place: () =>
    new Promise((resolve, reject) => {
      // Where there is nothing to tell the place by, permission is all that can be had.
      const fail = (error) => (error.code === error.PERMISSION_DENIED ? reject(error) : resolve(error.message));
      navigator.geolocation.getCurrentPosition(resolve, fail);
    }),
  'clipboard-text': () => navigator.clipboard.readText(),
  'clipboard': () => navigator.clipboard.read(),
  paste: () => given(document.execCommand('paste')),
  fullscreen: () => page.requestFullscreen(),
  'pointer-lock': () => event(document, 'pointerlockchange', 'pointerlockerror', () => page.requestPointerLock()),
  'storage-access': () => document.requestStorageAccess(),
  notifications: async () => given((await Notification.requestPermission()) === 'granted'),
  push: () => given(window.PushManager),
  'wake-lock': () => navigator.wakeLock.request('screen'),
  midi: () => navigator.requestMIDIAccess({ sysex: true }),
  usb: () => navigator.usb.requestDevice({ filters: [] }),
  hid: () => navigator.hid.requestDevice({ filters: [] }),
  serial: () => navigator.serial.requestPort(),
  bluetooth: () => navigator.bluetooth.requestDevice({ acceptAllDevices: true }),
  nfc: () => new NDEFReader().scan(),
  accelerometer: () => new Accelerometer().start(),
  gyroscope: () => new Gyroscope().start(),
  magnetometer: () => new Magnetometer().start(),
  'ambient-light': () => new AmbientLightSensor().start(),
  motion: () => event(window, 'devicemotion'),
  orientation: () => event(window, 'deviceorientation'),
  'orientation-lock': () => screen.orientation.lock('portrait'),
  idle: () => new IdleDetector().start(),
  fonts: () => queryLocalFonts(),
  payment: () => new PaymentRequest(...payment).show(),
  passkey: () => navigator.credentials.create({ publicKey: passkey }),
  speech: () => new webkitSpeechRecognition().start(),
  vr: () => navigator.xr.requestSession('immersive-vr'),
  'key-system': () => navigator.requestMediaKeySystemAccess('org.w3.clearkey', video),
  'lasting-storage': async () => given(await navigator.storage.persist()),
  'files-to-open': () => showOpenFilePicker(),
  'files-to-save': () => showSaveFilePicker(),
  eyedropper: () => new EyeDropper().open(),
  contacts: () => navigator.contacts.select(['name']),
  screens: () => getScreenDetails(),
  gamepads: () => given([...navigator.getGamepads()].some(Boolean)),
};

onClick(async () => {
  const wanted = '__WANTED__'.split(' ');
  await Promise.all(wanted.map(async (name) => report(name, await outcome(wants[name]))));
  report('tried');
});
