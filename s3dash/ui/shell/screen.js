// Tells once when the window is narrow, or no longer is; see screen.py.
export default function ({ data, setStateValue }) {
  const query = window.matchMedia(data.query);
  const tell = () => {
    if (query.matches !== data.known) setStateValue("is_narrow", query.matches);
  };
  tell();
  query.addEventListener("change", tell);
  return () => query.removeEventListener("change", tell);
}
