(()=>{var e=localStorage.getItem("kg-theme");(e==="light"||e==="dark")&&(document.documentElement.dataset.theme=e);document.documentElement.classList.add("js");})();
