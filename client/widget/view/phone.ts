import { useEffect, useState } from "preact/hooks";

/** The same condition as in style/panel.css. 200 % zoom on a laptop counts as narrow, too. */
const PHONE = "(max-width: 560px), (max-height: 480px)";

/** Whether the panel fills the screen. */
export function usePhone(): boolean {
  const [phone, setPhone] = useState(() => matchMedia(PHONE).matches);
  useEffect(() => {
    const query = matchMedia(PHONE);
    const follow = () => setPhone(query.matches);
    query.addEventListener("change", follow);
    return () => query.removeEventListener("change", follow);
  }, []);
  return phone;
}
