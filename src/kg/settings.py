"""One frozen ``Settings``, read from ``KG_*``; made by ``cli`` or ``web`` and passed down.

No stage reads the environment. README holds the same list as a table; a test compares the two.
"""

from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

DEFAULT_BASE = "https://w3id.org/zeren/"


class Settings(BaseSettings):
    """Everything that can be set from outside."""

    model_config = SettingsConfigDict(env_prefix="KG_", frozen=True, extra="ignore")

    store: str = Field(
        "var/store", description="folder of the embedded store, or URL of a SPARQL query endpoint"
    )
    store_update: str | None = Field(None, description="URL of the update endpoint, with a remote store")
    store_gsp: str | None = Field(None, description="URL of the Graph Store endpoint, with a remote store")
    store_user: str | None = Field(None, description="user of the remote store")
    store_password: SecretStr | None = Field(None, description="password of the remote store")
    store_auth: Literal["basic", "digest"] = Field("basic", description="how the remote store authenticates")
    token: SecretStr | None = Field(None, description="bearer token for every write; without one read-only")
    base: str = Field(DEFAULT_BASE, description="base of instance IRIs")
    query_timeout_s: float = Field(30, gt=0, description="seconds after which a query is stopped")
    query_memory_mb: int = Field(1024, ge=64, description="memory that one query may use")
    max_rows: int = Field(100_000, ge=1, description="rows of one SPARQL result")
    max_upload_mb: float = Field(20, gt=0, description="size of an uploaded file or request body")
    service_allow: str = Field("", description="hosts that SERVICE may reach, separated by commas")
    default_graph: Literal["union", "strict"] = Field("union", description="what the default graph is")
    root_path: str = Field("", description="path that a proxy serves the service under, such as /zeren")
    workers: int = Field(2, ge=1, description="query worker processes")
    rate_per_minute: float = Field(6000, gt=0, description="requests of one client a minute, not from memory")
    client_concurrency: int = Field(64, ge=1, description="requests of one client at once")
    contact: str = Field(
        "",
        pattern=r"^$|^[^@\s<>\"]+@[^@\s<>\"]+$|^https?://[^\s<>\"]+$",
        description="mail address, or address of a page, for questions about the data",
    )
    versions: str | None = Field(
        None, description="folder of former versions of notices; beside the store by default"
    )
    tables: str | None = Field(None, description="folder of the tables; beside the store by default")
    judgements: str | None = Field(
        None, description="folder of judgements of names; those of pages are beside the store by default"
    )
    checks: str | None = Field(None, description="folder of rules of form and wording that are added")
    lang: Literal["zh", "en"] | None = Field(None, description="language of messages; default by the locale")
