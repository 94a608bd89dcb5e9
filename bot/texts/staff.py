"""Texts about the staff, their roles, and errors that the owners are told of."""

from bot.texts.catalog import Catalog


class StaffTexts(Catalog):
    """Roles, appointments and the audit log."""

    role_needed: str
    help_of_staff: str
    admin_in_private: str

    command_admins: str
    command_promote: str
    command_demote: str
    command_audit: str

    role_owner: str
    role_admin: str
    role_editor: str
    roles_owner: str
    roles_admin: str
    roles_editor: str
    as_owner: str
    as_admin: str
    as_editor: str
    people_title: str
    people_how: str
    person_since: str

    person_how: str
    person_contact: str
    person_username: str
    person_hidden: str
    person_above: str
    person_no_role: str
    person_dismiss_how: str
    person_unknown: str
    person_unknown_yes: str
    person_unknown_no: str
    person_unknown_left: str
    person_has_role: str
    person_without_role: str
    person_number: str
    promoted: str
    demoted: str
    person_not_told: str
    you_promoted: str
    you_demoted: str

    audit_title: str
    audit_none: str
    audit_how: str
    audit_pages: str
    audit_range: str
    did_promote: str
    did_demote: str
    did_reload: str

    error_report: str
    error_report_again: str
