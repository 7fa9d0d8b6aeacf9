"""Addresses of the door and of an agency's own affairs."""

from django.urls import path

from tradewind_web.agencies import views_affairs, views_begin, views_door, views_people, views_slips

app_name = "agencies"
urlpatterns = [
    path("begin/", views_begin.begin, name="begin"),
    path("begin/done/", views_begin.begun, name="begun"),
    path("enter-as/<int:pk>/", views_door.enter_as, name="enter_as"),
    path("change-person/", views_door.change_person, name="change_person"),
    path("lock/", views_door.lock, name="lock"),
    path("unlock/", views_door.unlock, name="unlock"),
    path("slip/", views_slips.use_slip, name="use_slip"),
    path("agency/", views_people.people, name="people"),
    path("agency/people/<int:pk>/", views_people.person, name="person"),
    path("agency/people/<int:pk>/role/", views_people.grant_role, name="grant_role"),
    path("agency/people/<int:pk>/lift/", views_people.lift, name="lift"),
    path("agency/people/<int:pk>/recover/", views_people.recover, name="recover"),
    path("agency/people/<int:pk>/hand-over/", views_people.hand_over, name="hand_over"),
    path("agency/roles/<int:pk>/end/", views_people.end_role, name="end_role"),
    path("agency/invite/", views_people.invite, name="invite"),
    path("agency/slips/<int:pk>/withdraw/", views_people.withdraw_slip, name="withdraw_slip"),
    path("agency/settings/", views_affairs.settings, name="settings"),
    path("agency/holidays/", views_affairs.holidays, name="holidays"),
    path("agency/alone/", views_affairs.done_alone, name="done_alone"),
    path("agency/alone/<int:pk>/", views_affairs.looked_at, name="looked_at"),
    path("account/stand-ins/", views_affairs.stand_ins, name="stand_ins"),
    path("account/stand-ins/<int:pk>/end/", views_affairs.end_stand_in, name="end_stand_in"),
    path("account/programs/", views_affairs.programs, name="programs"),
    path("account/programs/<int:pk>/revoke/", views_affairs.revoke_program, name="revoke_program"),
]
