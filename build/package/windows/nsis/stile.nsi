; The installer for Windows as one program: what it does, step by step; the files it carries are listed in FILES, which is generated.
;
;   setup.exe /S [/INVITATIONFILE=C:\path] [/D=C:\folder]     uninstall.exe /S [/KEEPDATA]
;
; No plugins and no pages of others' making: nothing is unpacked into a temporary folder and run from there.
; Given by the build: OUT, VERSION (1.2.3), FILES, HOST, SIZE_KIB, and HAS_DESKTOP where the desktop app is in it.

Unicode true
Target amd64-unicode
ManifestSupportedOS Win10
ManifestDPIAware true
RequestExecutionLevel admin
Name "Stile"
OutFile "${OUT}"
InstallDir "$PROGRAMFILES64\Stile"
AllowRootDirInstall false
CRCCheck force
; Whole, or two builds of one commit would differ by the times of the files.
SetDateSave off
!ifdef QUICK
  SetCompress off
!else
  SetCompressor /SOLID lzma
!endif

VIProductVersion "${VERSION}.0"
VIAddVersionKey ProductName "Stile"
VIAddVersionKey ProductVersion "${VERSION}"
VIAddVersionKey FileVersion "${VERSION}"
VIAddVersionKey FileDescription "Installs the Stile agent"
VIAddVersionKey CompanyName "The Stile authors"
VIAddVersionKey LegalCopyright "The Stile authors, Apache-2.0"

!include LogicLib.nsh
!include FileFunc.nsh
!include WordFunc.nsh
!include "${FILES}"

Page directory
Page instfiles
UninstPage uninstConfirm
UninstPage instfiles

!define PRODUCT_KEY "SOFTWARE\Stile"
!define UNINSTALL_KEY "SOFTWARE\Microsoft\Windows\CurrentVersion\Uninstall\Stile"
!define RUN_KEY "SOFTWARE\Microsoft\Windows\CurrentVersion\Run"
!define LINK_KEY "SOFTWARE\Classes\stile"
; Windows Installer's numbers, so that whoever distributes either package reads one list.
!define FAILED 1603
!define OTHER_VERSION 1638

Var InvitationFile
Var OldVersion
Var OldFolder
Var Code

; Runs a command of the service host; its exit code comes to $Code. By its full path, in quotes.
!macro Host ARGUMENTS
  StrCpy $Code 1
  ExecWait '"$INSTDIR\stile-service.exe" ${ARGUMENTS}' $Code
!macroend

!macro Refuse CODE TEXT
  DetailPrint "${TEXT}"
  MessageBox MB_OK|MB_ICONSTOP "${TEXT}" /SD IDOK
  SetErrorLevel ${CODE}
  Quit
!macroend

Function .onInit
  SetRegView 64
  SetShellVarContext all
  ${GetParameters} $R0
  ClearErrors
  ${GetOptions} $R0 "/INVITATIONFILE=" $InvitationFile
  ReadRegStr $OldVersion HKLM "${PRODUCT_KEY}" "Version"
  ReadRegStr $OldFolder HKLM "${PRODUCT_KEY}" "InstallDir"
  ReadRegStr $R1 HKLM "${PRODUCT_KEY}" "Installer"
  ${If} $R1 == "msi"
    !insertmacro Refuse ${OTHER_VERSION} "Stile was installed by its MSI package. Upgrade it with one, or remove it first."
  ${EndIf}
  ${IfNot} ${FileExists} "$OldFolder\stile-service.exe"
    ; Somebody deleted the folder: there is nothing to upgrade.
    StrCpy $OldVersion ""
  ${EndIf}
  ${If} $OldVersion != ""
    ${VersionCompare} $OldVersion "${VERSION}" $R2
    ${If} $R2 == 1
      !insertmacro Refuse ${OTHER_VERSION} "Stile $OldVersion is installed, which is newer than ${VERSION}. An older version is not put over it."
    ${EndIf}
    ; Where it is, it stays.
    StrCpy $INSTDIR $OldFolder
  ${EndIf}
FunctionEnd

Section
  SetRegView 64
  SetShellVarContext all
  ${If} $OldVersion == ""
    ; What lies there already is somebody's: nothing of it may end among programs that run as SYSTEM.
    ${DirState} "$INSTDIR" $R0
    ${If} $R0 == 1
      !insertmacro Refuse ${FAILED} "The folder $INSTDIR is not empty."
    ${EndIf}
  ${Else}
    !insertmacro Host "stop"
    ${If} $Code != 0
      !insertmacro Refuse ${FAILED} "The running Stile agent could not be stopped."
    ${EndIf}
    ; The old version knows its own files. The service, the keys and the data stay.
    ExecWait '"$INSTDIR\uninstall.exe" /S /UPGRADE _?=$INSTDIR' $Code
    ${If} $Code != 0
      !insertmacro Refuse ${FAILED} "The files of Stile $OldVersion could not be removed."
    ${EndIf}
  ${EndIf}

  ; First the host alone, which takes the folder out of others' hands; only then programs come into it. It loads nothing but
  ; what Windows always loads from its own folder, so nothing that lies beside it is run.
  SetOutPath "$INSTDIR"
  File "${HOST}"
  !insertmacro Host "protect"
  ${If} $Code != 0
    Delete "$INSTDIR\stile-service.exe"
    SetOutPath "$TEMP"
    RMDir "$INSTDIR"
    !insertmacro Refuse ${FAILED} "The folder $INSTDIR could not be protected from other users."
  ${EndIf}
  !insertmacro InstallFiles
  SetOutPath "$INSTDIR"
  WriteUninstaller "$INSTDIR\uninstall.exe"

  WriteRegStr HKLM "${PRODUCT_KEY}" "Version" "${VERSION}"
  WriteRegStr HKLM "${PRODUCT_KEY}" "InstallDir" "$INSTDIR"
  WriteRegStr HKLM "${PRODUCT_KEY}" "Installer" "exe"
  WriteRegStr HKLM "${UNINSTALL_KEY}" "DisplayName" "Stile"
  WriteRegStr HKLM "${UNINSTALL_KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKLM "${UNINSTALL_KEY}" "Publisher" "The Stile authors"
  WriteRegStr HKLM "${UNINSTALL_KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKLM "${UNINSTALL_KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKLM "${UNINSTALL_KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKLM "${UNINSTALL_KEY}" "NoModify" 1
  WriteRegDWORD HKLM "${UNINSTALL_KEY}" "NoRepair" 1
  WriteRegDWORD HKLM "${UNINSTALL_KEY}" "EstimatedSize" ${SIZE_KIB}
!ifdef HAS_DESKTOP
  WriteRegStr HKLM "${UNINSTALL_KEY}" "DisplayIcon" "$INSTDIR\desktop\Stile.exe"
  WriteRegStr HKLM "${RUN_KEY}" "Stile" '"$INSTDIR\desktop\Stile.exe" --hidden'
  WriteRegStr HKLM "${LINK_KEY}" "" "URL:Stile invitation"
  WriteRegStr HKLM "${LINK_KEY}" "URL Protocol" ""
  ; What a link brings is never taken for a switch (CVE-2018-1000006).
  WriteRegStr HKLM "${LINK_KEY}\shell\open\command" "" '"$INSTDIR\desktop\Stile.exe" -- "%1"'
  CreateShortcut "$SMPROGRAMS\Stile.lnk" "$INSTDIR\desktop\Stile.exe"
!endif

  !insertmacro Host "install"
  ${If} $Code == 0
  ${AndIf} $InvitationFile != ""
    ; Only the path is on this command line; the host moves the file behind rights of SYSTEM's.
    !insertmacro Host 'lay-invitation "$InvitationFile"'
  ${EndIf}
  ${If} $Code == 0
    !insertmacro Host "start"
  ${EndIf}
  ${If} $Code != 0
    ${If} $OldVersion == ""
      ExecWait '"$INSTDIR\uninstall.exe" /S _?=$INSTDIR'
      Delete "$INSTDIR\uninstall.exe"
      SetOutPath "$TEMP"
      RMDir "$INSTDIR"
    ${EndIf}
    !insertmacro Refuse ${FAILED} "The Stile agent could not be installed as a service, or did not start."
  ${EndIf}
SectionEnd

Section Uninstall
  SetRegView 64
  SetShellVarContext all
  ${GetParameters} $R0
  ClearErrors
  ${GetOptions} $R0 "/UPGRADE" $R1
  ${IfNot} ${Errors}
    !insertmacro RemoveFiles
    Return
  ${EndIf}
  ClearErrors
  ${GetOptions} $R0 "/KEEPDATA" $R1
  ${If} ${Errors}
    !insertmacro Host "uninstall"
  ${Else}
    !insertmacro Host "uninstall --keep-data"
  ${EndIf}
  ${If} $Code != 0
    SetErrorLevel ${FAILED}
  ${EndIf}
  !insertmacro RemoveFiles
  Delete "$INSTDIR\uninstall.exe"
  SetOutPath "$TEMP"
  RMDir "$INSTDIR"
!ifdef HAS_DESKTOP
  Delete "$SMPROGRAMS\Stile.lnk"
!endif
  DeleteRegKey HKLM "${LINK_KEY}"
  DeleteRegValue HKLM "${RUN_KEY}" "Stile"
  DeleteRegKey HKLM "${UNINSTALL_KEY}"
  DeleteRegKey HKLM "${PRODUCT_KEY}"
SectionEnd
