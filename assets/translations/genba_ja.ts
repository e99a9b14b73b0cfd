<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ja" sourcelanguage="en">
<context>
    <name>AnswerPage</name>
    <message>
        <source>Not found in the evidence: {numbers}. Check before you use it.</source>
        <translation>根拠に見つからない数値：{numbers}。使用する前に確認してください。</translation>
    </message>
    <message>
        <source>The documents do not say.</source>
        <translation>文書には記載がありません。</translation>
    </message>
    <message>
        <source>The nearest passages are listed below. Try other words, such as the part number, or add the document that should know.</source>
        <translation>最も近い箇所を下に表示しています。部品番号など別の言葉で質問するか、記載があるはずの文書を追加してください。</translation>
    </message>
    <message>
        <source>No row fits.</source>
        <translation>条件に合う行はありません。</translation>
    </message>
    <message>
        <source>This number was not found in the evidence. Check it on the page.</source>
        <translation>この数値は根拠の中に見つかりませんでした。ページで確認してください。</translation>
    </message>
    <message>
        <source>This number was calculated. Click it to see how.</source>
        <translation>計算で得た数値です。クリックすると求め方を表示します。</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>“{part}”</source>
        <translation>「{part}」</translation>
    </message>
    <message>
        <source>Found in no document: {parts}. Check how it is written, or add the document that has it.</source>
        <translation>どの文書にも見つかりません：{parts}。表記を確認するか、記載のある文書を追加してください。</translation>
    </message>
    <message>
        <source>Try instead</source>
        <translation>次のように質問できます</translation>
    </message>
    <message>
        <source>Puts this into the question box: {question}</source>
        <translation>質問欄に入れます：{question}</translation>
    </message>
    <message>
        <source>With the document: {document}</source>
        <translation>文書名を加えて質問：{document}</translation>
    </message>
    <message>
        <source>Add files…</source>
        <translation>ファイルを追加…</translation>
    </message>
    <message>
        <source>Add the document that should know</source>
        <translation>記載があるはずの文書を追加します</translation>
    </message>
    <message>
        <source>Found in {place}. Click it to see it there.</source>
        <translation>{place} に記載があります。クリックするとその箇所を表示します。</translation>
    </message>
    <message>
        <source>You entered this number.</source>
        <translation>あなたが入力した値です。</translation>
    </message>
    <message>
        <source>The answer goes on for {n} more letters. “Copy answer” takes all of it.</source>
        <translation>回答はあと {n} 文字続きます。「回答をコピー」で全文をコピーできます。</translation>
    </message>
</context>
<context>
    <name>AnswerPanel</name>
    <message>
        <source>Ask for what you would look up.</source>
        <translation>調べたいことを、そのまま質問してください。</translation>
    </message>
    <message>
        <source>A value: “What torque for the spindle lock nut?”</source>
        <translation>数値：「主軸ロックナットの締付トルクは？」</translation>
    </message>
    <message>
        <source>A log: “Did SH-204 pass in May?”</source>
        <translation>検査記録：「SH-204 は 5 月に合格しましたか？」</translation>
    </message>
    <message>
        <source>A rule: “When must a gauge be calibrated again?”</source>
        <translation>規定：「測定器の次回校正はいつですか？」</translation>
    </message>
    <message>
        <source>You stopped this answer.</source>
        <translation>この回答は途中で停止しました。</translation>
    </message>
    <message>
        <source>The engine stopped during this question. Ask it again when the engine is ready.</source>
        <translation>この質問の処理中にエンジンが停止しました。エンジンの準備ができたら、もう一度質問してください。</translation>
    </message>
    <message>
        <source>There is no model on this computer yet, so these are the passages that fit best.</source>
        <translation>このパソコンにはまだモデルがないため、最も近い箇所だけを表示しています。</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>回答</translation>
    </message>
</context>
<context>
    <name>AnswerStatus</name>
    <message>
        <source>Progress of the answer</source>
        <translation>回答の進み具合</translation>
    </message>
    <message>
        <source>Copy answer</source>
        <translation>回答をコピー</translation>
    </message>
    <message>
        <source>Copy the answer with its sources</source>
        <translation>回答を出典と一緒にコピーします</translation>
    </message>
    <message>
        <source>The model is loading; your question is next</source>
        <translation>モデルを読み込んでいます。準備ができ次第、回答します</translation>
    </message>
    <message>
        <source>Writing the answer</source>
        <translation>回答を作成しています</translation>
    </message>
    <message>
        <source>Evidence found</source>
        <translation>根拠が見つかりました</translation>
    </message>
    <message>
        <source>{seconds} s</source>
        <translation>{seconds} 秒</translation>
    </message>
    <message>
        <source>journal entry {n}</source>
        <translation>記録番号 {n}</translation>
    </message>
</context>
<context>
    <name>AskBox</name>
    <message>
        <source>Question</source>
        <translation>質問</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Stop the answer (Esc)</source>
        <translation>回答を停止します（Esc）</translation>
    </message>
    <message>
        <source>Ask</source>
        <translation>質問する</translation>
    </message>
    <message>
        <source>Ask about your documents</source>
        <translation>文書について質問してください</translation>
    </message>
    <message>
        <source>Ask (Enter). Shift+Enter starts a new line.</source>
        <translation>質問する（Enter）。改行は Shift+Enter です。</translation>
    </message>
</context>
<context>
    <name>DropOverlay</name>
    <message>
        <source>Drop to add to the library</source>
        <translation>ここにドロップするとライブラリに追加します</translation>
    </message>
    <message>
        <source>This is only a link. Save the file first, then drop it here.</source>
        <translation>これはリンクだけです。先にファイルとして保存してから、ここにドロップしてください。</translation>
    </message>
</context>
<context>
    <name>EmptyState</name>
    <message>
        <source>Drop PDFs, logs or a whole folder here</source>
        <translation>PDF、検査記録、フォルダーをここにドロップ</translation>
    </message>
    <message>
        <source>Then ask a question in English or Japanese and see the answer marked on the page. Nothing leaves this computer.</source>
        <translation>日本語か英語で質問すると、回答の根拠をページ上に示します。データがこのパソコンの外に出ることはありません。</translation>
    </message>
    <message>
        <source>Add files…</source>
        <translation>ファイルを追加…</translation>
    </message>
    <message>
        <source>Add a folder…</source>
        <translation>フォルダーを追加…</translation>
    </message>
    <message>
        <source>Try the sample documents</source>
        <translation>サンプル文書で試す</translation>
    </message>
</context>
<context>
    <name>EngineNews</name>
    <message>
        <source>Start again</source>
        <translation>再起動</translation>
    </message>
    <message>
        <source>Genba ended unexpectedly last time.</source>
        <translation>前回、Genba が予期せず終了しました。</translation>
    </message>
    <message>
        <source>Nothing that was stored is lost. Copy the report if it happens often.</source>
        <translation>保存済みの内容は失われていません。何度も起きる場合は、レポートをコピーして担当者に送ってください。</translation>
    </message>
    <message>
        <source>Copy report</source>
        <translation>レポートをコピー</translation>
    </message>
    <message>
        <source>Ask again</source>
        <translation>もう一度質問する</translation>
    </message>
    <message>
        <source>The engine is ready again.</source>
        <translation>エンジンの準備ができました。</translation>
    </message>
    <message>
        <source>Your last question is in the journal as interrupted.</source>
        <translation>直前の質問は「中断」として記録されています。</translation>
    </message>
    <message>
        <source>Models…</source>
        <translation>モデル…</translation>
    </message>
    <message>
        <source>The engine stopped several times in a row.</source>
        <translation>エンジンが続けて停止しました。</translation>
    </message>
    <message>
        <source>It is not started again by itself. What is in the library and in the journal is safe. Start it again; if it stops again, restart the computer.</source>
        <translation>自動では再起動しません。ライブラリと記録は失われていません。もう一度起動してください。また停止する場合は、パソコンを再起動してください。</translation>
    </message>
</context>
<context>
    <name>EvidenceHeader</name>
    <message>
        <source>Evidence</source>
        <translation>根拠</translation>
    </message>
    <message>
        <source>Previous page (Page Up)</source>
        <translation>前のページ（Page Up）</translation>
    </message>
    <message>
        <source>Next page (Page Down)</source>
        <translation>次のページ（Page Down）</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>拡大</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>縮小</translation>
    </message>
    <message>
        <source>Fit to width</source>
        <translation>幅に合わせる</translation>
    </message>
    <message>
        <source>Page number</source>
        <translation>ページ番号</translation>
    </message>
    <message>
        <source>Pages of the document</source>
        <translation>文書のページ一覧</translation>
    </message>
    <message>
        <source>More for this page</source>
        <translation>このページのその他の操作</translation>
    </message>
</context>
<context>
    <name>EvidencePanel</name>
    <message>
        <source>Page of the document</source>
        <translation>文書のページ</translation>
    </message>
    <message>
        <source>The page that proves the answer appears here, with the place marked.</source>
        <translation>回答の根拠となるページをここに表示し、該当箇所に印を付けます。</translation>
    </message>
    <message>
        <source>This document is not there any more.</source>
        <translation>この文書は見つかりません。</translation>
    </message>
    <message>
        <source>This document has changed since the answer. No page is shown.</source>
        <translation>この文書は回答後に変更されています。ページは表示しません。</translation>
    </message>
    <message>
        <source>What stood there:</source>
        <translation>回答時の記載：</translation>
    </message>
</context>
<context>
    <name>IndexProgress</name>
    <message>
        <source>Cancel</source>
        <translation>中止</translation>
    </message>
    <message>
        <source>Cancel indexing</source>
        <translation>取り込みを中止</translation>
    </message>
    <message>
        <source>Progress of indexing</source>
        <translation>取り込みの進み具合</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>停止しています…</translation>
    </message>
    <message>
        <source>Reading {n} of {total}</source>
        <translation>読み込み中 {n} / {total}</translation>
    </message>
    <message>
        <source>Preparing search {percent} %</source>
        <translation>検索の準備中 {percent} %</translation>
    </message>
    <message>
        <source>Comparing with the disk…</source>
        <translation>ディスクと照合しています…</translation>
    </message>
</context>
<context>
    <name>Library</name>
    <message>
        <source>Reading…</source>
        <translation>読み込み中…</translation>
    </message>
    <message>
        <source>New</source>
        <translation>新規</translation>
    </message>
    <message>
        <source>{n} to check</source>
        <translation>要確認 {n} 件</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>テキスト</translation>
    </message>
    <message>
        <source>Log table</source>
        <translation>検査記録</translation>
    </message>
    <message>
        <source>Drawing</source>
        <translation>図面</translation>
    </message>
    <message>
        <source>1 row</source>
        <translation>1 行</translation>
    </message>
    <message>
        <source>{n} rows</source>
        <translation>{n} 行</translation>
    </message>
    <message>
        <source>1 page</source>
        <translation>1 ページ</translation>
    </message>
    <message>
        <source>{n} pages</source>
        <translation>{n} ページ</translation>
    </message>
    <message>
        <source>Spreadsheet</source>
        <translation>表計算</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>画像</translation>
    </message>
    <message>
        <source>Drawing {number}, revision {revision}</source>
        <translation>図番 {number}、版 {revision}</translation>
    </message>
    <message>
        <source>Newest: revision {revision}, {document}</source>
        <translation>最新：版 {revision}、{document}</translation>
    </message>
    <message>
        <source>{n} copies</source>
        <translation>同一 {n} 件</translation>
    </message>
    <message>
        <source>{n} revisions</source>
        <translation>{n} 版</translation>
    </message>
    <message>
        <source>{n} similar</source>
        <translation>類似 {n} 件</translation>
    </message>
    <message>
        <source>Rev. {revision}, newest {newest}</source>
        <translation>版 {revision}（最新 {newest}）</translation>
    </message>
</context>
<context>
    <name>LibraryFlow</name>
    <message>
        <source>“{file}” was removed from the library.</source>
        <translation>「{file}」をライブラリから外しました。</translation>
    </message>
    <message>
        <source>{n} files were removed from the library.</source>
        <translation>{n} 個のファイルをライブラリから外しました。</translation>
    </message>
    <message>
        <source>The files on the disk were not touched.</source>
        <translation>ディスク上のファイルはそのままです。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>元に戻す</translation>
    </message>
    <message>
        <source>1 file could not be read.</source>
        <translation>読み込めなかったファイルが 1 個あります。</translation>
    </message>
    <message>
        <source>{n} files could not be read.</source>
        <translation>読み込めなかったファイルが {n} 個あります。</translation>
    </message>
    <message>
        <source>Reading the files was interrupted.</source>
        <translation>ファイルの読み込みが中断されました。</translation>
    </message>
    <message>
        <source>Files that were finished are in the library.</source>
        <translation>読み込みが済んだファイルはライブラリに入っています。</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>続ける</translation>
    </message>
    <message>
        <source>The library says why, and what to do.</source>
        <translation>理由と対処方法はライブラリに表示しています。</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>表示</translation>
    </message>
</context>
<context>
    <name>LibraryPanel</name>
    <message>
        <source>Add files or a folder</source>
        <translation>ファイルやフォルダーを追加</translation>
    </message>
    <message>
        <source>Add files…</source>
        <translation>ファイルを追加…</translation>
    </message>
    <message>
        <source>Add a folder…</source>
        <translation>フォルダーを追加…</translation>
    </message>
    <message>
        <source>Documents in the library</source>
        <translation>ライブラリの文書</translation>
    </message>
    <message>
        <source>No file fits.</source>
        <translation>該当するファイルはありません。</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Add files</source>
        <translation>ファイルを追加</translation>
    </message>
    <message>
        <source>Add a folder</source>
        <translation>フォルダーを追加</translation>
    </message>
    <message>
        <source>About Genba</source>
        <translation>Genba について</translation>
    </message>
    <message>
        <source>Short answers from your documents, with the evidence on the page. Genba works without a network. Free software under the AGPL 3.0.</source>
        <translation>お手元の文書から短く答え、根拠をページ上に示します。Genba はネットワークなしで動作します。AGPL 3.0 のフリーソフトウェアです。</translation>
    </message>
</context>
<context>
    <name>MemoryMeter</name>
    <message>
        <source>Pause reading ahead</source>
        <translation>先読みを一時停止</translation>
    </message>
    <message>
        <source>Go on reading ahead</source>
        <translation>先読みを再開</translation>
    </message>
    <message>
        <source>Memory {used} / {bound} MB</source>
        <translation>メモリ {used} / {bound} MB</translation>
    </message>
    <message>
        <source>Reading ahead paused</source>
        <translation>先読みは一時停止中</translation>
    </message>
    <message>
        <source>Reading ahead {done} / {total}</source>
        <translation>先読み中 {done} / {total}</translation>
    </message>
    <message>
        <source>Reading ahead</source>
        <translation>先読み中</translation>
    </message>
    <message>
        <source>Reading ahead waits for mains power</source>
        <translation>先読みは電源接続待ち</translation>
    </message>
    <message>
        <source>Short-term memory holds what the model reads and writes for a question.</source>
        <translation>短期メモリは、モデルが質問ごとに読み書きする内容を保持します。</translation>
    </message>
    <message>
        <source>{used} of {bound} cells are in use, one for each token; there are never more.</source>
        <translation>{bound} セル中 {used} セルを使用中です（1 セルは 1 トークン）。この上限を超えることはありません。</translation>
    </message>
    <message>
        <source>Passages are not kept ready: {reason}.</source>
        <translation>文書の該当箇所は保存されていません：{reason}。</translation>
    </message>
    <message>
        <source>there is no folder for them</source>
        <translation>保存先のフォルダーがありません</translation>
    </message>
    <message>
        <source>this model&apos;s memory cannot be saved in parts</source>
        <translation>このモデルのメモリは箇所ごとに保存できません</translation>
    </message>
    <message>
        <source>a state that was saved could not be loaded again</source>
        <translation>保存した状態を読み込めませんでした</translation>
    </message>
    <message>
        <source>a passage that was kept read differently in a test</source>
        <translation>保存した箇所の読み取り結果が確認テストで一致しませんでした</translation>
    </message>
    <message>
        <source>1 passage is kept ready on disk ({used} of {bound} MB).</source>
        <translation>すぐに回答できるよう、1 件の箇所をディスクに保存しています（{bound} MB 中 {used} MB）。</translation>
    </message>
    <message>
        <source>{n} passages are kept ready on disk ({used} of {bound} MB).</source>
        <translation>すぐに回答できるよう、{n} 件の箇所をディスクに保存しています（{bound} MB 中 {used} MB）。</translation>
    </message>
    <message>
        <source>More are read ahead while nobody waits.</source>
        <translation>回答待ちがない間に、残りを先読みしています。</translation>
    </message>
    <message>
        <source>Reading ahead goes on when nobody waits.</source>
        <translation>回答待ちがなくなると先読みを再開します。</translation>
    </message>
    <message>
        <source>You paused reading ahead.</source>
        <translation>先読みは一時停止されています。</translation>
    </message>
    <message>
        <source>Reading ahead goes on when the mains is connected.</source>
        <translation>電源に接続すると先読みを再開します。</translation>
    </message>
    <message>
        <source>The space for them is full; no more are read ahead.</source>
        <translation>保存容量の上限に達したため、これ以上は先読みしません。</translation>
    </message>
    <message>
        <source>There is nothing left to read ahead.</source>
        <translation>先読みするものは残っていません。</translation>
    </message>
</context>
<context>
    <name>Menus</name>
    <message>
        <source>&amp;File</source>
        <translation>ファイル(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Question</source>
        <translation>質問(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>表示(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>ヘルプ(&amp;H)</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>言語 (Language)</translation>
    </message>
    <message>
        <source>Add &amp;files…</source>
        <translation>ファイルを追加(&amp;F)…</translation>
    </message>
    <message>
        <source>Add a f&amp;older…</source>
        <translation>フォルダーを追加(&amp;O)…</translation>
    </message>
    <message>
        <source>Try the &amp;sample documents</source>
        <translation>サンプル文書で試す(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Re-index everything</source>
        <translation>すべて再取り込み(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>終了(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;New question</source>
        <translation>新しい質問(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Stop the answer</source>
        <translation>回答を停止(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Copy answer</source>
        <translation>回答をコピー(&amp;C)</translation>
    </message>
    <message>
        <source>Zoom &amp;in</source>
        <translation>拡大(&amp;I)</translation>
    </message>
    <message>
        <source>Zoom &amp;out</source>
        <translation>縮小(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Fit to width</source>
        <translation>幅に合わせる(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Library</source>
        <translation>ライブラリ(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;About Genba</source>
        <translation>Genba について(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Qualify models…</source>
        <translation>モデルの適性評価(&amp;Q)…</translation>
    </message>
    <message>
        <source>Mark the answer &amp;right</source>
        <translation>回答を「正しい」と判定(&amp;R)</translation>
    </message>
    <message>
        <source>Mark the answer &amp;wrong</source>
        <translation>回答を「誤り」と判定(&amp;W)</translation>
    </message>
    <message>
        <source>&amp;Export answer…</source>
        <translation>回答を書き出し(&amp;E)…</translation>
    </message>
    <message>
        <source>&amp;Print answer…</source>
        <translation>回答を印刷(&amp;P)…</translation>
    </message>
    <message>
        <source>Show the &amp;documents</source>
        <translation>文書を表示(&amp;D)</translation>
    </message>
    <message>
        <source>Show the &amp;history</source>
        <translation>履歴を表示(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;First steps</source>
        <translation>はじめに(&amp;F)</translation>
    </message>
    <message>
        <source>Se&amp;ttings…</source>
        <translation>設定(&amp;T)…</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>編集(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>元に戻す(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>やり直し(&amp;R)</translation>
    </message>
    <message>
        <source>Cu&amp;t</source>
        <translation>切り取り(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>コピー(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Paste</source>
        <translation>貼り付け(&amp;P)</translation>
    </message>
    <message>
        <source>Select &amp;all</source>
        <translation>すべて選択(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Find</source>
        <translation>検索(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Back in the evidence</source>
        <translation>根拠の表示を戻る(&amp;B)</translation>
    </message>
    <message>
        <source>For&amp;ward in the evidence</source>
        <translation>根拠の表示を進む(&amp;W)</translation>
    </message>
    <message>
        <source>Full &amp;screen</source>
        <translation>全画面表示(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts</source>
        <translation>キーボードショートカット(&amp;K)</translation>
    </message>
</context>
<context>
    <name>Places</name>
    <message>
        <source>row {rows}</source>
        <translation>{rows} 行目</translation>
    </message>
    <message>
        <source>rows {rows} and {n} more</source>
        <translation>{rows} 行目ほか {n} 行</translation>
    </message>
    <message>
        <source>rows {rows}</source>
        <translation>{rows} 行目</translation>
    </message>
    <message>
        <source>p. {page}</source>
        <translation>{page} ページ</translation>
    </message>
    <message>
        <source>–</source>
        <translation>～</translation>
    </message>
    <message>
        <source>older revision</source>
        <translation>旧版</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
</context>
<context>
    <name>QuestionPanel</name>
    <message>
        <source>Nearest passages</source>
        <translation>最も近い箇所</translation>
    </message>
    <message>
        <source>Evidence</source>
        <translation>根拠</translation>
    </message>
    <message>
        <source>While you type</source>
        <translation>入力中の検索結果</translation>
    </message>
    <message>
        <source>No passage has these words.</source>
        <translation>この語を含む箇所はありません。</translation>
    </message>
    <message>
        <source>Ask in the whole library again</source>
        <translation>ライブラリ全体への質問に戻す</translation>
    </message>
</context>
<context>
    <name>StatusLine</name>
    <message>
        <source>Starting the engine…</source>
        <translation>エンジンを起動しています…</translation>
    </message>
    <message>
        <source>Library open, preparing the model…</source>
        <translation>ライブラリを開きました。モデルを準備しています…</translation>
    </message>
    <message>
        <source>Loading the model…</source>
        <translation>モデルを読み込んでいます…</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>準備完了</translation>
    </message>
    <message>
        <source>Search only, no model installed</source>
        <translation>検索のみ（モデル未導入）</translation>
    </message>
    <message>
        <source>The engine is not running</source>
        <translation>エンジンは停止しています</translation>
    </message>
    <message>
        <source>The engine stopped, restarting…</source>
        <translation>エンジンが停止しました。再起動しています…</translation>
    </message>
    <message>
        <source>1 document</source>
        <translation>文書 1 件</translation>
    </message>
    <message>
        <source>{n} documents</source>
        <translation>文書 {n} 件</translation>
    </message>
    <message>
        <source>Offline</source>
        <translation>オフライン</translation>
    </message>
    <message>
        <source>Genba opens no connection. Documents and questions stay on this computer.</source>
        <translation>Genba は外部と通信しません。文書も質問もこのパソコンの中に残ります。</translation>
    </message>
    <message>
        <source>Changes the model after this answer</source>
        <translation>この回答の後にモデルを変更します</translation>
    </message>
    <message>
        <source>Engine: {state}</source>
        <translation>エンジン：{state}</translation>
    </message>
    <message>
        <source>How the engine is: click for more</source>
        <translation>エンジンの状態（クリックで詳細）</translation>
    </message>
</context>
<context>
    <name>Steps</name>
    <message>
        <source>Reading the evidence</source>
        <translation>根拠を読んでいます</translation>
    </message>
    <message>
        <source>Reading the evidence {percent} %</source>
        <translation>根拠を読んでいます {percent} %</translation>
    </message>
    <message>
        <source>Searching the documents</source>
        <translation>文書を検索しています</translation>
    </message>
    <message>
        <source>Asking the log</source>
        <translation>検査記録を照会しています</translation>
    </message>
    <message>
        <source>Calculating</source>
        <translation>計算しています</translation>
    </message>
    <message>
        <source>Dividing the question</source>
        <translation>質問を分けています</translation>
    </message>
    <message>
        <source>Part: {question}</source>
        <translation>質問の一部：{question}</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>検索</translation>
    </message>
    <message>
        <source>Reading</source>
        <translation>読み取り</translation>
    </message>
    <message>
        <source>Query</source>
        <translation>照会</translation>
    </message>
    <message>
        <source>Calculation</source>
        <translation>計算</translation>
    </message>
    <message>
        <source>Division</source>
        <translation>質問の分割</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>質問の一部</translation>
    </message>
    <message>
        <source>{step}: {subject}</source>
        <translation>{step}：{subject}</translation>
    </message>
    <message>
        <source>dropped</source>
        <translation>不採用</translation>
    </message>
    <message>
        <source>nothing found</source>
        <translation>該当なし</translation>
    </message>
    <message>
        <source>{seconds} s</source>
        <translation>{seconds} 秒</translation>
    </message>
    <message>
        <source>Route</source>
        <translation>進め方</translation>
    </message>
    <message>
        <source>looked up in the text</source>
        <translation>本文から検索</translation>
    </message>
    <message>
        <source>looked up in a table</source>
        <translation>表から検索</translation>
    </message>
    <message>
        <source>calculated</source>
        <translation>計算</translation>
    </message>
    <message>
        <source>asked of the logs</source>
        <translation>検査記録を照会</translation>
    </message>
    <message>
        <source>divided into several steps</source>
        <translation>複数の手順に分割</translation>
    </message>
    <message>
        <source>not about the documents</source>
        <translation>文書に関する質問ではない</translation>
    </message>
    <message>
        <source>kept as a note</source>
        <translation>メモとして記録</translation>
    </message>
    <message>
        <source>This is the answer.</source>
        <translation>これが回答です。</translation>
    </message>
    <message>
        <source>It agrees.</source>
        <translation>同じ内容です。</translation>
    </message>
    <message>
        <source>It contradicts; both are quoted.</source>
        <translation>内容が食い違うため、両方を引用しています。</translation>
    </message>
    <message>
        <source>Not used: another passage was surer.</source>
        <translation>不採用：より確実な箇所がありました。</translation>
    </message>
    <message>
        <source>Dropped: it is not all that is asked.</source>
        <translation>不採用：質問への回答として不足しています。</translation>
    </message>
    <message>
        <source>The passage does not tell.</source>
        <translation>この箇所には記載がありません。</translation>
    </message>
    <message>
        <source>Dropped: it was cut off.</source>
        <translation>不採用：途中で切れています。</translation>
    </message>
    <message>
        <source>Dropped: it has a number that the passage does not have.</source>
        <translation>不採用：この箇所にない数値が含まれています。</translation>
    </message>
    <message>
        <source>Dropped: it is from another row than the one asked about.</source>
        <translation>不採用：質問とは別の行の内容です。</translation>
    </message>
    <message>
        <source>Dropped: the passage does not back it well enough.</source>
        <translation>不採用：この箇所だけでは裏付けが足りません。</translation>
    </message>
    <message>
        <source>Model: {model}</source>
        <translation>モデル：{model}</translation>
    </message>
    <message>
        <source>Evidence after {found} s, all after {total} s</source>
        <translation>根拠まで {found} 秒、全体で {total} 秒</translation>
    </message>
    <message>
        <source>Not read: </source>
        <translation>未読：</translation>
    </message>
    <message>
        <source>Rows behind it: </source>
        <translation>根拠の行：</translation>
    </message>
    <message>
        <source>Tried besides</source>
        <translation>ほかに試したもの</translation>
    </message>
    <message>
        <source>Dropped: {reason}</source>
        <translation>不採用：{reason}</translation>
    </message>
    <message>
        <source>entered by you</source>
        <translation>あなたが入力した値</translation>
    </message>
    <message>
        <source>not found in the evidence</source>
        <translation>根拠に見つかりません</translation>
    </message>
    <message>
        <source>from the calculation before</source>
        <translation>元の計算にある値</translation>
    </message>
    <message>
        <source>from the question</source>
        <translation>質問にある値</translation>
    </message>
</context>
<context>
    <name>StepsList</name>
    <message>
        <source>How it was found</source>
        <translation>回答までの手順</translation>
    </message>
    <message>
        <source>1 step</source>
        <translation>1 段階</translation>
    </message>
    <message>
        <source>{n} steps</source>
        <translation>{n} 段階</translation>
    </message>
</context>
<context>
    <name>ToolCalls</name>
    <message>
        <source>Asked the log</source>
        <translation>検査記録を照会</translation>
    </message>
    <message>
        <source>Calculated</source>
        <translation>計算</translation>
    </message>
    <message>
        <source>and 1 more row</source>
        <translation>ほか 1 行</translation>
    </message>
    <message>
        <source>and {n} more rows</source>
        <translation>ほか {n} 行</translation>
    </message>
    <message>
        <source>and more than {n} more rows</source>
        <translation>ほか {n} 行以上</translation>
    </message>
    <message>
        <source>1 other query was tried and dropped</source>
        <translation>ほかに 1 件の照会を試しましたが、採用しませんでした</translation>
    </message>
    <message>
        <source>1 query was tried and dropped</source>
        <translation>1 件の照会を試しましたが、採用しませんでした</translation>
    </message>
    <message>
        <source>{n} other queries were tried and dropped</source>
        <translation>ほかに {n} 件の照会を試しましたが、採用しませんでした</translation>
    </message>
    <message>
        <source>{n} queries were tried and dropped</source>
        <translation>{n} 件の照会を試しましたが、採用しませんでした</translation>
    </message>
    <message>
        <source>1 other calculation was tried and dropped</source>
        <translation>ほかに 1 件の計算を試しましたが、採用しませんでした</translation>
    </message>
    <message>
        <source>1 calculation was tried and dropped</source>
        <translation>1 件の計算を試しましたが、採用しませんでした</translation>
    </message>
    <message>
        <source>{n} other calculations were tried and dropped</source>
        <translation>ほかに {n} 件の計算を試しましたが、採用しませんでした</translation>
    </message>
    <message>
        <source>{n} calculations were tried and dropped</source>
        <translation>{n} 件の計算を試しましたが、採用しませんでした</translation>
    </message>
</context>
<context>
    <name>_Notice</name>
    <message>
        <source>Close this message</source>
        <translation>このメッセージを閉じる</translation>
    </message>
</context>
<context>
    <name>messages</name>
    <message>
        <source>a file</source>
        <translation>ファイル</translation>
    </message>
    <message>
        <source>the model</source>
        <translation>モデル</translation>
    </message>
    <message>
        <source>no details</source>
        <translation>詳細不明</translation>
    </message>
    <message>
        <source>none</source>
        <translation>なし</translation>
    </message>
    <message>
        <source>Genba made a mistake ({code}).</source>
        <translation>Genba の内部でエラーが起きました（{code}）。</translation>
    </message>
    <message>
        <source>Your documents are safe. Try again; if it happens again, copy the report and send it to the people who look after Genba.</source>
        <translation>文書は無事です。もう一度お試しください。繰り返す場合は、レポートをコピーして Genba の担当者に送ってください。</translation>
    </message>
    <message>
        <source>Protected by a password</source>
        <translation>パスワード保護</translation>
    </message>
    <message>
        <source>Damaged or cut off</source>
        <translation>破損または途中で欠けています</translation>
    </message>
    <message>
        <source>Empty</source>
        <translation>空のファイル</translation>
    </message>
    <message>
        <source>Not what its name says</source>
        <translation>拡張子と中身が不一致</translation>
    </message>
    <message>
        <source>Unknown file type</source>
        <translation>未対応の形式</translation>
    </message>
    <message>
        <source>Took too long to read</source>
        <translation>読み込みに時間がかかりすぎ</translation>
    </message>
    <message>
        <source>Too large to read</source>
        <translation>大きすぎて読めません</translation>
    </message>
    <message>
        <source>The reader failed on it</source>
        <translation>読み込み処理が異常終了</translation>
    </message>
    <message>
        <source>Gone or not readable</source>
        <translation>見つからないか開けません</translation>
    </message>
    <message>
        <source>“{file}” is protected by a password.</source>
        <translation>「{file}」はパスワードで保護されています。</translation>
    </message>
    <message>
        <source>Save a copy without the password and add the copy to the library.</source>
        <translation>パスワードを外したコピーを保存し、そのコピーをライブラリに追加してください。</translation>
    </message>
    <message>
        <source>“{file}” is damaged or cut off and cannot be read.</source>
        <translation>「{file}」は破損しているか途中で欠けているため、読み込めません。</translation>
    </message>
    <message>
        <source>Get the file again from where it came from, then re-index.</source>
        <translation>元の場所からファイルを取り直し、再取り込みしてください。</translation>
    </message>
    <message>
        <source>“{file}” is empty.</source>
        <translation>「{file}」は空です。</translation>
    </message>
    <message>
        <source>Check that the export or the copy was completed.</source>
        <translation>書き出しやコピーが完了しているか確認してください。</translation>
    </message>
    <message>
        <source>“{file}” is not what its name says: expected {expected}, found {found}.</source>
        <translation>「{file}」は拡張子と中身が違います（名前では {expected}、実際は {found}）。</translation>
    </message>
    <message>
        <source>Correct the ending of the file name, then re-index.</source>
        <translation>ファイル名の拡張子を直し、再取り込みしてください。</translation>
    </message>
    <message>
        <source>Genba cannot read files of the type “{suffix}” ({file}).</source>
        <translation>Genba は「{suffix}」形式のファイルを読み込めません（{file}）。</translation>
    </message>
    <message>
        <source>Save the file as PDF, DOCX, CSV or text and add that.</source>
        <translation>PDF、DOCX、CSV、テキストのいずれかで保存し直して追加してください。</translation>
    </message>
    <message>
        <source>Reading “{file}” was stopped because it took longer than {limit_s} s.</source>
        <translation>「{file}」の読み込みは {limit_s} 秒を超えたため中止しました。</translation>
    </message>
    <message>
        <source>Split the file into smaller parts and add those.</source>
        <translation>ファイルを小さく分けて追加してください。</translation>
    </message>
    <message>
        <source>Reading “{file}” was stopped because it needed more than {limit_mb} MB.</source>
        <translation>「{file}」の読み込みは {limit_mb} MB を超えるメモリーが必要なため中止しました。</translation>
    </message>
    <message>
        <source>The reader ended unexpectedly on “{file}” (exit code {exit_code}).</source>
        <translation>「{file}」の読み込み処理が異常終了しました（終了コード {exit_code}）。</translation>
    </message>
    <message>
        <source>The other files are not affected. Open the file in its own program, save it again and re-index.</source>
        <translation>ほかのファイルには影響ありません。作成元のソフトで開いて保存し直し、再取り込みしてください。</translation>
    </message>
    <message>
        <source>“{file}” is gone or can no longer be opened ({detail}).</source>
        <translation>「{file}」が見つからないか、開けなくなりました（{detail}）。</translation>
    </message>
    <message>
        <source>Check that the folder or network drive is connected, then re-index.</source>
        <translation>フォルダーやネットワークドライブの接続を確認し、再取り込みしてください。</translation>
    </message>
    <message>
        <source>“{path}” does not exist.</source>
        <translation>「{path}」は存在しません。</translation>
    </message>
    <message>
        <source>Check the spelling, or choose the file or folder again.</source>
        <translation>入力を確認するか、ファイルまたはフォルダーを選び直してください。</translation>
    </message>
    <message>
        <source>The model “{model}” is not on this computer yet.</source>
        <translation>モデル「{model}」はまだこのパソコンにありません。</translation>
    </message>
    <message>
        <source>You can search meanwhile. To get answers, install an offline pack or run “genba models fetch”.</source>
        <translation>検索は今すぐ使えます。回答を得るには、オフラインパックを導入するか「genba models fetch」を実行してください。</translation>
    </message>
    <message>
        <source>There is no model called “{model}” in the catalogue.</source>
        <translation>カタログに「{model}」というモデルはありません。</translation>
    </message>
    <message>
        <source>The nearest name is: {nearest}.</source>
        <translation>最も近い名前：{nearest}</translation>
    </message>
    <message>
        <source>The file of the model “{model}” is damaged.</source>
        <translation>モデル「{model}」のファイルが破損しています。</translation>
    </message>
    <message>
        <source>Delete {path} and fetch the model again.</source>
        <translation>{path} を削除し、モデルを取得し直してください。</translation>
    </message>
    <message>
        <source>The model “{model}” cannot be loaded ({detail}).</source>
        <translation>モデル「{model}」を読み込めません（{detail}）。</translation>
    </message>
    <message>
        <source>Choose another model from the catalogue.</source>
        <translation>カタログから別のモデルを選んでください。</translation>
    </message>
    <message>
        <source>The short-term memory of {limit_mb} MB is too small for {model}: not even one passage could be read.</source>
        <translation>短期メモリ {limit_mb} MB は {model} には小さすぎます。文書の一か所も読めません。</translation>
    </message>
    <message>
        <source>Allow at least {needed_mb} MB (--kv-mb), take cells of half the size (--kv-type q8_0), close other programs, or choose a smaller model.</source>
        <translation>{needed_mb} MB 以上を許可する（--kv-mb）、半分の大きさのセルにする（--kv-type q8_0）、ほかのプログラムを閉じる、または小さいモデルを選んでください。</translation>
    </message>
    <message>
        <source>The model “{model}” could not be fetched ({detail}).</source>
        <translation>モデル「{model}」を取得できませんでした（{detail}）。</translation>
    </message>
    <message>
        <source>Check the network connection, or bring the model as an offline pack.</source>
        <translation>ネットワーク接続を確認するか、オフラインパックで導入してください。</translation>
    </message>
    <message>
        <source>The model catalogue has an error at “{key}”: {detail}.</source>
        <translation>モデルカタログの「{key}」に誤りがあります：{detail}</translation>
    </message>
    <message>
        <source>Correct the entry. The nearest known key is: {nearest}.</source>
        <translation>該当箇所を直してください。最も近いキー：{nearest}</translation>
    </message>
    <message>
        <source>There is not enough room on the disk: {needed_mb} MB are needed, {free_mb} MB are free ({path}).</source>
        <translation>ディスクの空きが足りません。必要 {needed_mb} MB、空き {free_mb} MB（{path}）。</translation>
    </message>
    <message>
        <source>Free some space, then try again. Nothing was lost.</source>
        <translation>空き容量を増やしてからやり直してください。失われたデータはありません。</translation>
    </message>
    <message>
        <source>Another program is using this workspace ({path}).</source>
        <translation>このワークスペースはほかのプログラムが使用中です（{path}）。</translation>
    </message>
    <message>
        <source>Close the other Genba window or command, then try again.</source>
        <translation>ほかの Genba のウィンドウやコマンドを終了してから、やり直してください。</translation>
    </message>
    <message>
        <source>This workspace was written by a newer Genba ({path}).</source>
        <translation>このワークスペースは新しい版の Genba で作成されています（{path}）。</translation>
    </message>
    <message>
        <source>Update Genba, or choose another workspace.</source>
        <translation>Genba を更新するか、別のワークスペースを選んでください。</translation>
    </message>
    <message>
        <source>A database of the workspace cannot be read: {path}.</source>
        <translation>ワークスペースのデータベースを読み込めません：{path}</translation>
    </message>
    <message>
        <source>Restore the workspace folder from a backup, or start a new workspace and add the documents again.</source>
        <translation>バックアップからワークスペースのフォルダーを戻すか、新しいワークスペースで文書を追加し直してください。</translation>
    </message>
    <message>
        <source>The workspace folder cannot be written: {path}.</source>
        <translation>ワークスペースのフォルダーに書き込めません：{path}</translation>
    </message>
    <message>
        <source>Check the rights on the folder, or choose a workspace in your own folder.</source>
        <translation>フォルダーの権限を確認するか、自分のフォルダー内のワークスペースを選んでください。</translation>
    </message>
    <message>
        <source>The journal was changed from outside at entry {entry}.</source>
        <translation>記録番号 {entry} が外部から変更されています。</translation>
    </message>
    <message>
        <source>Keep a copy of {path} and tell the person responsible for quality records.</source>
        <translation>{path} のコピーを保管し、品質記録の責任者に連絡してください。</translation>
    </message>
    <message>
        <source>The engine stopped unexpectedly.</source>
        <translation>エンジンが予期せず停止しました。</translation>
    </message>
    <message>
        <source>It restarts by itself. An unfinished question is kept in the journal as interrupted; ask it again when the engine is ready.</source>
        <translation>自動的に再起動します。途中の質問は「中断」として記録されています。準備ができたら、もう一度質問してください。</translation>
    </message>
    <message>
        <source>The question is too long: {tokens} of {limit} tokens.</source>
        <translation>質問が長すぎます（{tokens} / 上限 {limit} トークン）。</translation>
    </message>
    <message>
        <source>Shorten the question; put long texts into a document.</source>
        <translation>質問を短くしてください。長い文章は文書として追加してください。</translation>
    </message>
    <message>
        <source>This cannot be calculated: {reason}.</source>
        <translation>計算できません：{reason}。</translation>
    </message>
    <message>
        <source>Check the expression “{expression}”.</source>
        <translation>式「{expression}」を確認してください。</translation>
    </message>
    <message>
        <source>The logs cannot be asked this: {reason}.</source>
        <translation>ログをこのように検索することはできません：{reason}。</translation>
    </message>
    <message>
        <source>Use one SELECT over the log tables. The query was: {sql}.</source>
        <translation>ログの表に対する SELECT 文を一つだけ使ってください（{sql}）。</translation>
    </message>
    <message>
        <source>The query over the logs was stopped at its limit ({limit}).</source>
        <translation>ログの検索は上限（{limit}）に達したため中止しました。</translation>
    </message>
    <message>
        <source>Narrow the question, for example to one part or one day. The query was: {sql}.</source>
        <translation>一つの部品や一日など、範囲を絞って質問してください（{sql}）。</translation>
    </message>
    <message>
        <source>There are no documents in the library yet.</source>
        <translation>ライブラリにまだ文書がありません。</translation>
    </message>
    <message>
        <source>Add files or a folder, then ask again.</source>
        <translation>ファイルやフォルダーを追加してから、もう一度質問してください。</translation>
    </message>
    <message>
        <source>No text found, in its pictures either</source>
        <translation>画像からも文字が見つかりません</translation>
    </message>
    <message>
        <source>“{file}” has no text to search, and none could be read in its pictures.</source>
        <translation>「{file}」には検索できる文字がなく、画像からも読み取れませんでした。</translation>
    </message>
    <message>
        <source>Scan it again at 300 dpi, straight and clean.</source>
        <translation>300 dpi でまっすぐ鮮明にスキャンし直してください。</translation>
    </message>
    <message>
        <source>“{program}” is writing to this workspace (process {pid} on {host}).</source>
        <translation>「{program}」がこのワークスペースに書き込み中です（{host} のプロセス {pid}）。</translation>
    </message>
    <message>
        <source>Wait until it is done, or stop it. You can ask and search meanwhile.</source>
        <translation>終わるまで待つか、停止してください。その間も質問と検索はできます。</translation>
    </message>
    <message>
        <source>The cost file “{file}” has an error at “{key}”: {detail}.</source>
        <translation>費用ファイル「{file}」の「{key}」に誤りがあります: {detail}。</translation>
    </message>
    <message>
        <source>The documents or the program are not what they were when the run of {started} began.</source>
        <translation>{started} に始めた測定のときと、文書またはプログラムが変わっています。</translation>
    </message>
    <message>
        <source>Start a new run; the results of the old one are kept.</source>
        <translation>新しい測定を始めてください。前の結果は残ります。</translation>
    </message>
    <message>
        <source>{path} holds no run that can be read: {detail}.</source>
        <translation>{path} に読み取れる測定の記録がありません: {detail}。</translation>
    </message>
    <message>
        <source>Choose another folder, or start a new run.</source>
        <translation>別のフォルダーを選ぶか、新しい測定を始めてください。</translation>
    </message>
    <message>
        <source>The qualification stopped unexpectedly (exit code {exit_code}).</source>
        <translation>適性評価が予期せず停止しました（終了コード {exit_code}）。</translation>
    </message>
    <message>
        <source>What was measured is kept; resume it. If it stops again, close other programs or leave out the largest model: there may be too little memory.</source>
        <translation>測定済みの結果は保存されています。続きから再開してください。再び停止する場合はメモリ不足の可能性があります。他のプログラムを閉じるか、最も大きいモデルを外してください。</translation>
    </message>
    <message>
        <source>“{file}” could not be written ({detail}).</source>
        <translation>「{file}」を書き込めませんでした（{detail}）。</translation>
    </message>
    <message>
        <source>Choose another folder, or close the program that shows it.</source>
        <translation>別のフォルダーを選ぶか、そのファイルを開いているプログラムを閉じてください。</translation>
    </message>
    <message>
        <source>The history has no marked answers that can be asked again ({n_left_out} left out).</source>
        <translation>履歴には、もう一度質問できる判定済みの回答がありません（除外 {n_left_out} 件）。</translation>
    </message>
    <message>
        <source>Mark answers right or wrong in the history, then start the run again.</source>
        <translation>履歴で回答に「正しい」「誤り」の判定を付けてから、もう一度始めてください。</translation>
    </message>
</context>
<context>
    <name>problems</name>
    <message>
        <source>The file was damaged and has been repaired</source>
        <translation>壊れていたファイルを修復して読み込みました</translation>
    </message>
    <message>
        <source>The page is damaged and was left out</source>
        <translation>ページが壊れているため除外しました</translation>
    </message>
    <message>
        <source>The page has no text to search</source>
        <translation>検索できる文字がないページです</translation>
    </message>
    <message>
        <source>The file is not what its name says</source>
        <translation>ファイルの中身が拡張子と一致しません</translation>
    </message>
    <message>
        <source>A block holds itself and was left out</source>
        <translation>自分自身を含むブロックを除きました</translation>
    </message>
    <message>
        <source>Not all of the blocks' contents were read</source>
        <translation>ブロックの中身を一部読み取っていません</translation>
    </message>
    <message>
        <source>A part of the drawing cannot be read</source>
        <translation>図面の一部を読み取れません</translation>
    </message>
    <message>
        <source>Letters that cannot be read were replaced</source>
        <translation>読めない文字を置き換えました</translation>
    </message>
    <message>
        <source>The row has too few cells</source>
        <translation>行のセルが足りません</translation>
    </message>
    <message>
        <source>The row has too many cells</source>
        <translation>行のセルが多すぎます</translation>
    </message>
    <message>
        <source>The row cannot be read</source>
        <translation>行を読み込めません</translation>
    </message>
    <message>
        <source>A value does not fit its column</source>
        <translation>列の型に合わない値があります</translation>
    </message>
    <message>
        <source>Lines stand before the header</source>
        <translation>見出し行の前に別の行があります</translation>
    </message>
    <message>
        <source>The log is long: word search covers its beginning only</source>
        <translation>記録が長いため、語句検索の対象は先頭部分のみです</translation>
    </message>
    <message>
        <source>p. {page}</source>
        <translation>{page} ページ</translation>
    </message>
    <message>
        <source>line {line}</source>
        <translation>{line} 行目</translation>
    </message>
    <message>
        <source>The table has no titles: its columns are numbered</source>
        <translation>表に見出しがないため、列に番号を付けました</translation>
    </message>
    <message>
        <source>Cells that may be a table were read as text, as they have no titles</source>
        <translation>表かもしれないセルを、見出しがないため文章として読みました</translation>
    </message>
    <message>
        <source>Rows of totals are not part of the table, or they would count twice</source>
        <translation>合計の行は二重に数えないよう表から除きました</translation>
    </message>
    <message>
        <source>A number in a merged cell stands in each of its rows: sums count it again</source>
        <translation>結合セルの数値が各行に入っています。合計では重複します</translation>
    </message>
    <message>
        <source>A cell holds an error in place of a value</source>
        <translation>セルに値ではなくエラーが入っています</translation>
    </message>
    <message>
        <source>The table has too many columns</source>
        <translation>表の列が多すぎます</translation>
    </message>
    <message>
        <source>The sheet is too large and was left out</source>
        <translation>シートが大きすぎるため読みませんでした</translation>
    </message>
    <message>
        <source>The sheet is hidden; it was read as well</source>
        <translation>非表示のシートです。これも読みました</translation>
    </message>
    <message>
        <source>A result refers to a characteristic that the file does not have</source>
        <translation>測定結果が、ファイルにない特性を参照しています</translation>
    </message>
    <message>
        <source>Lines of the picture could not be read for certain: compare them with it</source>
        <translation>確実に読み取れない行があります。画像と見比べてください</translation>
    </message>
    <message>
        <source>The page's text is unreadable: it was recognised from its picture</source>
        <translation>ページの文字情報が読めないため、画像から文字認識しました</translation>
    </message>
    <message>
        <source>The row lacks a cell or has one too many; what is not certain was left empty</source>
        <translation>行のセルが一つ足りないか多いため、確かでない値は空欄にしました</translation>
    </message>
    <message>
        <source>The header stands here again</source>
        <translation>ここに見出し行がもう一度あります</translation>
    </message>
    <message>
        <source>A comment is no row</source>
        <translation>コメントは行として数えません</translation>
    </message>
    <message>
        <source>A total is no row, or sums would count twice</source>
        <translation>合計行は二重計上を避けるため行に含めません</translation>
    </message>
    <message>
        <source>Another table begins in the same file</source>
        <translation>同じファイルの中で別の表が始まります</translation>
    </message>
    <message>
        <source>The line is in another encoding</source>
        <translation>この行は別の文字コードです</translation>
    </message>
    <message>
        <source>The line holds zero bytes</source>
        <translation>この行にゼロバイトが含まれています</translation>
    </message>
    <message>
        <source>The event is very long and was divided</source>
        <translation>イベントが非常に長いため分割しました</translation>
    </message>
</context>
<context>
    <name>Cautions</name>
    <message>
        <source>Older revision: {citations}. The newest is revision {revision}, {document}.</source>
        <translation>旧版：{citations}。最新は版 {revision}、{document} です。</translation>
    </message>
    <message>
        <source>Read from a picture, {confidence} sure: {citations}. Compare with the page.</source>
        <translation>画像から読み取り（確度 {confidence}）：{citations}。ページと見比べてください。</translation>
    </message>
</context>
<context>
    <name>pace</name>
    <message>
        <source>{done} of {total} files</source>
        <translation>{total} ファイル中 {done}</translation>
    </message>
    <message>
        <source>{n} files/s</source>
        <translation>{n} ファイル/秒</translation>
    </message>
    <message>
        <source>{n} files/min</source>
        <translation>{n} ファイル/分</translation>
    </message>
    <message>
        <source>less than a minute left</source>
        <translation>残り 1 分未満</translation>
    </message>
    <message>
        <source>about {n} min left</source>
        <translation>残り約 {n} 分</translation>
    </message>
    <message>
        <source>about {n} h left</source>
        <translation>残り約 {n} 時間</translation>
    </message>
</context>
<context>
    <name>FolderFlow</name>
    <message>
        <source>New or changed: {n_read}. No longer there: {n_gone}.</source>
        <translation>新規・変更 {n_read} 件、なくなったもの {n_gone} 件。</translation>
    </message>
    <message>
        <source>Nothing has changed.</source>
        <translation>変更はありません。</translation>
    </message>
    <message>
        <source>The files on the disk were not touched.</source>
        <translation>ディスク上のファイルはそのままです。</translation>
    </message>
    <message>
        <source>The folder “{folder}” was removed from the library.</source>
        <translation>フォルダー「{folder}」をライブラリから外しました。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>元に戻す</translation>
    </message>
    <message>
        <source>“{folder}” was checked.</source>
        <translation>「{folder}」を確認しました。</translation>
    </message>
    <message>
        <source>Undo reads its files when it can be reached again.</source>
        <translation>「元に戻す」では、接続が戻ったときにファイルを読み直します。</translation>
    </message>
</context>
<context>
    <name>FolderPanel</name>
    <message>
        <source>Add a folder</source>
        <translation>フォルダーを追加</translation>
    </message>
    <message>
        <source>Check now</source>
        <translation>今すぐ確認</translation>
    </message>
    <message>
        <source>Folders</source>
        <translation>フォルダー</translation>
    </message>
    <message>
        <source>Folders of the library</source>
        <translation>ライブラリのフォルダー</translation>
    </message>
    <message>
        <source>Patterns…</source>
        <translation>対象パターン…</translation>
    </message>
    <message>
        <source>Remove from the library</source>
        <translation>ライブラリから外す</translation>
    </message>
    <message>
        <source>Stop watching</source>
        <translation>監視をやめる</translation>
    </message>
    <message>
        <source>Watch</source>
        <translation>監視する</translation>
    </message>
    <message>
        <source>What to do with the chosen folder</source>
        <translation>選んだフォルダーの操作</translation>
    </message>
</context>
<context>
    <name>Folders</name>
    <message>
        <source>Last change {time}</source>
        <translation>最終更新 {time}</translation>
    </message>
    <message>
        <source>No files yet</source>
        <translation>ファイルはまだありません</translation>
    </message>
    <message>
        <source>Not reachable: {reason}</source>
        <translation>接続できません：{reason}</translation>
    </message>
    <message>
        <source>Not watched</source>
        <translation>監視なし</translation>
    </message>
    <message>
        <source>Only {patterns}</source>
        <translation>対象 {patterns}</translation>
    </message>
    <message>
        <source>Watched</source>
        <translation>監視中</translation>
    </message>
    <message>
        <source>Without {patterns}</source>
        <translation>除外 {patterns}</translation>
    </message>
    <message>
        <source>1 file</source>
        <translation>ファイル 1 個</translation>
    </message>
    <message>
        <source>{n} files</source>
        <translation>ファイル {n} 個</translation>
    </message>
</context>
<context>
    <name>LibraryFilter</name>
    <message>
        <source>All files</source>
        <translation>すべてのファイル</translation>
    </message>
    <message>
        <source>Filter by name, drawing number or revision</source>
        <translation>名前・図番・版で絞り込む</translation>
    </message>
    <message>
        <source>Older revisions</source>
        <translation>旧版</translation>
    </message>
    <message>
        <source>To check</source>
        <translation>要確認</translation>
    </message>
    <message>
        <source>With errors</source>
        <translation>エラーあり</translation>
    </message>
    <message>
        <source>Name, number, revision</source>
        <translation>名前・図番・版</translation>
    </message>
    <message>
        <source>Filters</source>
        <translation>絞り込み</translation>
    </message>
    <message>
        <source>Like {file}</source>
        <translation>{file} の関連</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>解除</translation>
    </message>
    <message>
        <source>Show all files</source>
        <translation>すべてのファイルを表示</translation>
    </message>
    <message>
        <source>Take the filter away: {words}</source>
        <translation>絞り込みを解除：{words}</translation>
    </message>
    <message>
        <source>Ask only in this document</source>
        <translation>この文書だけに質問</translation>
    </message>
    <message>
        <source>Ask only in these {n}</source>
        <translation>この {n} 件だけに質問</translation>
    </message>
    <message>
        <source>State of the files</source>
        <translation>ファイルの状態</translation>
    </message>
    <message>
        <source>Kind of document</source>
        <translation>文書の種類</translation>
    </message>
    <message>
        <source>Revisions of drawings</source>
        <translation>図面の版</translation>
    </message>
    <message>
        <source>Date of the files</source>
        <translation>ファイルの日付</translation>
    </message>
    <message>
        <source>First day</source>
        <translation>開始日</translation>
    </message>
    <message>
        <source>Last day</source>
        <translation>終了日</translation>
    </message>
    <message>
        <source>Several copies</source>
        <translation>同じ内容が複数</translation>
    </message>
    <message>
        <source>All kinds</source>
        <translation>すべての種類</translation>
    </message>
    <message>
        <source>PDF</source>
        <translation>PDF</translation>
    </message>
    <message>
        <source>Drawings</source>
        <translation>図面</translation>
    </message>
    <message>
        <source>Logs</source>
        <translation>ログ</translation>
    </message>
    <message>
        <source>Spreadsheets</source>
        <translation>表計算</translation>
    </message>
    <message>
        <source>Word</source>
        <translation>Word</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>テキスト</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>画像</translation>
    </message>
    <message>
        <source>All revisions</source>
        <translation>すべての版</translation>
    </message>
    <message>
        <source>Newest only</source>
        <translation>最新版のみ</translation>
    </message>
    <message>
        <source>Any date</source>
        <translation>すべての日付</translation>
    </message>
    <message>
        <source>This week</source>
        <translation>今週</translation>
    </message>
    <message>
        <source>This month</source>
        <translation>今月</translation>
    </message>
    <message>
        <source>This year</source>
        <translation>今年</translation>
    </message>
    <message>
        <source>From – to</source>
        <translation>期間を指定</translation>
    </message>
</context>
<context>
    <name>PatternDialog</name>
    <message>
        <source>&amp;Leave out files like this</source>
        <translation>除外するファイル(&amp;L)</translation>
    </message>
    <message>
        <source>All files that Genba can read</source>
        <translation>読み取れるすべてのファイル</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>None</source>
        <translation>なし</translation>
    </message>
    <message>
        <source>One pattern a line, as in .gitignore: *.pdf, old/, /drafts/*.xlsx. Capitals do not matter. Files that are left out leave the library; on the disk nothing changes.</source>
        <translation>1 行に 1 つ、.gitignore と同じ書き方です：*.pdf、old/、/drafts/*.xlsx。大文字と小文字は区別しません。対象外になったファイルはライブラリから外れますが、ディスク上のファイルはそのままです。</translation>
    </message>
    <message>
        <source>Patterns of files to leave out</source>
        <translation>除外するファイルのパターン</translation>
    </message>
    <message>
        <source>Patterns of files to read</source>
        <translation>読み込むファイルのパターン</translation>
    </message>
    <message>
        <source>Patterns of “{folder}”</source>
        <translation>「{folder}」の対象パターン</translation>
    </message>
    <message>
        <source>Read &amp;only files like this</source>
        <translation>読み込むファイルを限定(&amp;O)</translation>
    </message>
    <message>
        <source>Save and check</source>
        <translation>保存して確認</translation>
    </message>
    <message>
        <source>“{pattern}” is no pattern. Correct or delete the line.</source>
        <translation>「{pattern}」はパターンとして使えません。行を直すか削除してください。</translation>
    </message>
</context>
<context>
    <name>QualifyFlow</name>
    <message>
        <source>Save report</source>
        <translation>レポートを保存</translation>
    </message>
    <message>
        <source>PDF (*.pdf)</source>
        <translation>PDF (*.pdf)</translation>
    </message>
    <message>
        <source>Web page (*.html)</source>
        <translation>Web ページ (*.html)</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>表示</translation>
    </message>
    <message>
        <source>The qualification is finished.</source>
        <translation>適性評価が終わりました。</translation>
    </message>
    <message>
        <source>The report was saved as “{file}”.</source>
        <translation>レポートを「{file}」として保存しました。</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>開く</translation>
    </message>
    <message>
        <source>The prices are in “{file}”.</source>
        <translation>価格は「{file}」にあります。</translation>
    </message>
    <message>
        <source>Edit and save it, then read it again.</source>
        <translation>編集して保存したら、読み直してください。</translation>
    </message>
    <message>
        <source>Read again</source>
        <translation>読み直す</translation>
    </message>
</context>
<context>
    <name>QualifyPage</name>
    <message>
        <source>Which model is good enough for your documents?</source>
        <translation>この職場の文書には、どのモデルなら十分か</translation>
    </message>
    <message>
        <source>Save report…</source>
        <translation>レポートを保存…</translation>
    </message>
    <message>
        <source>As a PDF or as one HTML file</source>
        <translation>PDF または 1 つの HTML ファイルとして</translation>
    </message>
    <message>
        <source>Back to the documents</source>
        <translation>文書に戻る</translation>
    </message>
</context>
<context>
    <name>QualifyProgress</name>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>Cancel the qualification</source>
        <translation>適性評価をキャンセル</translation>
    </message>
    <message>
        <source>What is done is kept; the run can be resumed.</source>
        <translation>済んだ分は保存され、後で再開できます。</translation>
    </message>
    <message>
        <source>Progress of the qualification</source>
        <translation>適性評価の進み具合</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>停止しています…</translation>
    </message>
    <message>
        <source>Preparing the questions…</source>
        <translation>問題を準備しています…</translation>
    </message>
    <message>
        <source>Round {n} of {total}: {ticket}</source>
        <translation>ラウンド {n}/{total}：{ticket}</translation>
    </message>
    <message>
        <source>{done} of {total} cases</source>
        <translation>{total} 問中 {done} 問</translation>
    </message>
    <message>
        <source>reading its documents</source>
        <translation>文書を読み込んでいます</translation>
    </message>
    <message>
        <source>You can ask meanwhile, more slowly.</source>
        <translation>測定中も質問できます（回答は遅くなります）。</translation>
    </message>
</context>
<context>
    <name>QualifyResults</name>
    <message>
        <source>What the qualification came to</source>
        <translation>適性評価の結果</translation>
    </message>
    <message>
        <source>Abilities</source>
        <translation>能力</translation>
    </message>
    <message>
        <source>Needles in your documents</source>
        <translation>文書の中の針（ニードル）</translation>
    </message>
    <message>
        <source>Speed of all tickets</source>
        <translation>全候補の速さ</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>費用</translation>
    </message>
    <message>
        <source>Edit the prices…</source>
        <translation>価格を編集…</translation>
    </message>
    <message>
        <source>Opens the file of prices in its own program.</source>
        <translation>価格のファイルを、対応するプログラムで開きます。</translation>
    </message>
    <message>
        <source>Put in the prices of your shop to see what answers cost beside searching by hand, a model paid by the token, or a server.</source>
        <translation>自社の価格を入力すると、人手での資料探し、従量課金のモデル、自社サーバーと比べた回答の費用が分かります。</translation>
    </message>
    <message>
        <source>Some prices are still examples that nobody offers. No decision should rest on them.</source>
        <translation>まだ例のままの価格があります。実際の価格ではないため、このままでは判断の根拠になりません。</translation>
    </message>
    <message>
        <source>With the prices of your shop.</source>
        <translation>自社の価格による計算です。</translation>
    </message>
</context>
<context>
    <name>QualifySetup</name>
    <message>
        <source>Start a new run</source>
        <translation>新しく始める</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>開始</translation>
    </message>
    <message>
        <source>1 ticket: a model with its settings</source>
        <translation>候補 1 件（モデルと設定の組）</translation>
    </message>
    <message>
        <source>{n} tickets: every model with every kind of cells</source>
        <translation>候補 {n} 件（モデルとセルの組み合わせすべて）</translation>
    </message>
    <message>
        <source>Choose a model.</source>
        <translation>モデルを選んでください。</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>モデル</translation>
    </message>
    <message>
        <source>Short-term memory</source>
        <translation>短期メモリ</translation>
    </message>
    <message>
        <source>How thoroughly</source>
        <translation>測定の詳しさ</translation>
    </message>
    <message>
        <source>What to qualify</source>
        <translation>評価の対象</translation>
    </message>
    <message>
        <source>No language model is installed. Install one with “genba models fetch”.</source>
        <translation>言語モデルがありません。「genba models fetch」で取得してください。</translation>
    </message>
    <message>
        <source>f16: as the program runs</source>
        <translation>f16：通常の動作</translation>
    </message>
    <message>
        <source>q8_0: half the room</source>
        <translation>q8_0：容量は半分</translation>
    </message>
    <message>
        <source>q4_0: a quarter, less exact</source>
        <translation>q4_0：4 分の 1、精度は低下</translation>
    </message>
    <message>
        <source>How each cell is stored. Each kind is a ticket.</source>
        <translation>セルの保存形式です。形式ごとに別の候補になります。</translation>
    </message>
    <message>
        <source>Quick</source>
        <translation>簡易</translation>
    </message>
    <message>
        <source>About 10 to 30 minutes for each model. Enough to find out what fails.</source>
        <translation>モデルごとに約 10～30 分。不合格になるものを見つけるのに十分です。</translation>
    </message>
    <message>
        <source>Standard</source>
        <translation>標準</translation>
    </message>
    <message>
        <source>Some hours for each model. Enough cases for a pass.</source>
        <translation>モデルごとに数時間。合格の判定に足りる問題数です。</translation>
    </message>
    <message>
        <source>Full</source>
        <translation>詳細</translation>
    </message>
    <message>
        <source>A night or more for each model, up to a million tokens of text.</source>
        <translation>モデルごとに一晩以上。最大 100 万トークンの文章で測ります。</translation>
    </message>
    <message>
        <source>Resume the run</source>
        <translation>続きから再開</translation>
    </message>
</context>
<context>
    <name>TicketModel</name>
    <message>
        <source>Ticket</source>
        <translation>候補</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>判定</translation>
    </message>
    <message>
        <source>Cases</source>
        <translation>問題数</translation>
    </message>
    <message>
        <source>Answer, s</source>
        <translation>回答 秒</translation>
    </message>
    <message>
        <source>Energy, Wh</source>
        <translation>電力量 Wh</translation>
    </message>
    <message>
        <source>Memory, MB</source>
        <translation>メモリ MB</translation>
    </message>
    <message>
        <source>passes</source>
        <translation>合格</translation>
    </message>
    <message>
        <source>fails</source>
        <translation>不合格</translation>
    </message>
    <message>
        <source>not enough cases yet</source>
        <translation>問題数不足</translation>
    </message>
    <message>
        <source>not enough cases yet, at least {n} more</source>
        <translation>問題数不足（あと {n} 問以上）</translation>
    </message>
    <message>
        <source>{verdict} (stopped early)</source>
        <translation>{verdict}（早期打ち切り）</translation>
    </message>
</context>
<context>
    <name>TicketTable</name>
    <message>
        <source>Tickets with their verdicts</source>
        <translation>候補と判定</translation>
    </message>
</context>
<context>
    <name>QualifyPurpose</name>
    <message>
        <source>Find out before you rely on it</source>
        <translation>任せる前に、確かめる</translation>
    </message>
    <message>
        <source>Genba hides facts in texts of your own library and asks each model for them. It also tests tools, questions of several steps, what is not in the documents, and English with Japanese. Then it says which model passes, how fast it is and what it needs. Few questions are never a pass.</source>
        <translation>ライブラリの文章の中に事実を隠し、各モデルに質問します。ツールの使い分け、段階を踏む質問、文書に書かれていないこと、英語と日本語の組み合わせも試します。そのうえで、合格するモデルとその速さ、必要なメモリと電力を示します。問題数が足りないまま合格とすることはありません。</translation>
    </message>
    <message>
        <source>A quick run takes about 10 to 30 minutes for each model, more for large ones. Cancel whenever you like: what is done is kept, and the run can be resumed.</source>
        <translation>簡易測定はモデルごとに約 10～30 分です（大きいモデルはさらに長くかかります）。いつでもキャンセルでき、済んだ分は保存され、後で再開できます。</translation>
    </message>
    <message>
        <source>You can go on asking meanwhile, more slowly. The models run on this computer; nothing leaves it.</source>
        <translation>測定中も質問できます（回答は遅くなります）。モデルはこのパソコンで動き、データが外に出ることはありません。</translation>
    </message>
</context>
<context>
    <name>PageMenu</name>
    <message>
        <source>&amp;Copy text</source>
        <translation>テキストをコピー(&amp;C)</translation>
    </message>
    <message>
        <source>Copy c&amp;itation</source>
        <translation>出典付きでコピー(&amp;I)</translation>
    </message>
    <message>
        <source>Copy i&amp;mage of the marked place</source>
        <translation>印の付いた箇所を画像としてコピー(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Save image of the marked place…</source>
        <translation>印の付いた箇所の画像を保存(&amp;S)…</translation>
    </message>
    <message>
        <source>Copy i&amp;mage of the page</source>
        <translation>ページを画像としてコピー(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Save image of the page…</source>
        <translation>ページの画像を保存(&amp;S)…</translation>
    </message>
    <message>
        <source>&amp;Find on this page</source>
        <translation>このページ内を検索(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Print page…</source>
        <translation>ページを印刷(&amp;P)…</translation>
    </message>
    <message>
        <source>&amp;Open in the system viewer</source>
        <translation>既定のビューアーで開く(&amp;O)</translation>
    </message>
    <message>
        <source>Show in fo&amp;lder</source>
        <translation>フォルダーで表示(&amp;L)</translation>
    </message>
</context>
<context>
    <name>FindBar</name>
    <message>
        <source>not on this page</source>
        <translation>このページにはありません</translation>
    </message>
    <message>
        <source>{n} of {total}</source>
        <translation>{total} 件中 {n} 件目</translation>
    </message>
    <message>
        <source>Find on this page</source>
        <translation>このページ内を検索</translation>
    </message>
    <message>
        <source>Previous place (Shift+Enter)</source>
        <translation>前の箇所 (Shift+Enter)</translation>
    </message>
    <message>
        <source>Next place (Enter)</source>
        <translation>次の箇所 (Enter)</translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation>閉じる (Esc)</translation>
    </message>
</context>
<context>
    <name>ThumbnailModel</name>
    <message>
        <source>Page {page}, cited</source>
        <translation>{page} ページ、引用箇所あり</translation>
    </message>
    <message>
        <source>Page {page}</source>
        <translation>{page} ページ</translation>
    </message>
</context>
<context>
    <name>Thumbnails</name>
    <message>
        <source>Pages of the document</source>
        <translation>文書のページ一覧</translation>
    </message>
</context>
<context>
    <name>PageOutFlow</name>
    <message>
        <source>{document}, page {page}</source>
        <translation>{document}、{page} ページ</translation>
    </message>
    <message>
        <source>Save image</source>
        <translation>画像を保存</translation>
    </message>
    <message>
        <source>Pictures (*.png)</source>
        <translation>画像 (*.png)</translation>
    </message>
    <message>
        <source>Saved: {path}</source>
        <translation>保存しました: {path}</translation>
    </message>
    <message>
        <source>The image could not be written to {path}. Choose another folder.</source>
        <translation>画像を {path} に書き込めませんでした。別のフォルダーを選んでください。</translation>
    </message>
    <message>
        <source>The printer did not take the page.</source>
        <translation>プリンターがページを受け付けませんでした。</translation>
    </message>
    <message>
        <source>No program was found that opens this file.</source>
        <translation>このファイルを開けるプログラムが見つかりませんでした。</translation>
    </message>
    <message>
        <source>Opened. This viewer cannot be told the page: go to page {page}.</source>
        <translation>開きました。このビューアーにはページを指定できません。{page} ページを開いてください。</translation>
    </message>
</context>
<context>
    <name>RowView</name>
    <message>
        <source>Previous cited row (Shift+F3)</source>
        <translation>前の引用行（Shift+F3）</translation>
    </message>
    <message>
        <source>Next cited row (F3)</source>
        <translation>次の引用行（F3）</translation>
    </message>
    <message>
        <source>Rows of the log table</source>
        <translation>検査記録の行</translation>
    </message>
    <message>
        <source>1 row</source>
        <translation>1 行</translation>
    </message>
    <message>
        <source>{n} rows</source>
        <translation>{n} 行</translation>
    </message>
    <message>
        <source>1 row, cited</source>
        <translation>1 行（引用）</translation>
    </message>
    <message>
        <source>{n} rows, {cited} cited</source>
        <translation>{n} 行（うち引用 {cited} 行）</translation>
    </message>
    <message>
        <source>Only the first {n} of {all} rows were copied.</source>
        <translation>{all} 行のうち最初の {n} 行だけをコピーしました。</translation>
    </message>
    <message>
        <source>1 row copied</source>
        <translation>1 行をコピーしました</translation>
    </message>
    <message>
        <source>{n} rows copied</source>
        <translation>{n} 行をコピーしました</translation>
    </message>
</context>
<context>
    <name>Edits</name>
    <message>
        <source>Query edited by you</source>
        <translation>あなたが編集した照会による回答</translation>
    </message>
    <message>
        <source>Calculation edited by you</source>
        <translation>あなたが編集した計算による回答</translation>
    </message>
    <message>
        <source>From {documents} and {n} more documents alone</source>
        <translation>{documents} ほか {n} 件の文書だけによる回答</translation>
    </message>
    <message>
        <source>From {documents} alone</source>
        <translation>{documents} だけによる回答</translation>
    </message>
    <message>
        <source>Entered by you, not from the evidence: {numbers}.</source>
        <translation>根拠ではなく、あなたが入力した値：{numbers}</translation>
    </message>
</context>
<context>
    <name>EditedBar</name>
    <message>
        <source>Back to the original answer</source>
        <translation>元の回答に戻る</translation>
    </message>
</context>
<context>
    <name>StepDetails</name>
    <message>
        <source>Close this step</source>
        <translation>この手順を閉じる</translation>
    </message>
    <message>
        <source>What this step did</source>
        <translation>この手順の内容</translation>
    </message>
    <message>
        <source>The one document to ask</source>
        <translation>質問する文書</translation>
    </message>
    <message>
        <source>Ask this one alone</source>
        <translation>この文書だけに質問</translation>
    </message>
    <message>
        <source>Ask the same question again, from this document alone</source>
        <translation>同じ質問を、この文書だけを対象にもう一度行います</translation>
    </message>
    <message>
        <source>Edit the query</source>
        <translation>照会を編集</translation>
    </message>
    <message>
        <source>Edit the calculation</source>
        <translation>計算を編集</translation>
    </message>
    <message>
        <source>Query</source>
        <translation>照会</translation>
    </message>
    <message>
        <source>Expression</source>
        <translation>計算式</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>実行</translation>
    </message>
    <message>
        <source>Run it as it stands here (Ctrl+Enter)</source>
        <translation>この内容のまま実行します（Ctrl+Enter）</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
</context>
<context>
    <name>ExportFlow</name>
    <message>
        <source>The answers are being written…</source>
        <translation>回答を書き出しています…</translation>
    </message>
    <message>
        <source>Print the answer</source>
        <translation>回答を印刷</translation>
    </message>
    <message>
        <source>The answer was printed.</source>
        <translation>回答を印刷しました。</translation>
    </message>
    <message>
        <source>The printer did not take the answer.</source>
        <translation>プリンターが回答を受け付けませんでした。</translation>
    </message>
    <message>
        <source>Check that it is switched on, or export the answer as a PDF.</source>
        <translation>電源を確認するか、回答を PDF で書き出してください。</translation>
    </message>
    <message>
        <source>Export answers</source>
        <translation>回答の書き出し</translation>
    </message>
    <message>
        <source>PDF (*.pdf)</source>
        <translation>PDF (*.pdf)</translation>
    </message>
    <message>
        <source>Spreadsheet (*.csv)</source>
        <translation>表計算用 CSV (*.csv)</translation>
    </message>
    <message>
        <source>Web page (*.html)</source>
        <translation>Web ページ (*.html)</translation>
    </message>
    <message>
        <source>The answers were exported as “{file}”.</source>
        <translation>回答を「{file}」に書き出しました。</translation>
    </message>
    <message>
        <source>The answer was exported as “{file}”.</source>
        <translation>回答を「{file}」に書き出しました。</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>開く</translation>
    </message>
    <message>
        <source>No answer is on show.</source>
        <translation>表示中の回答がありません。</translation>
    </message>
    <message>
        <source>Ask a question, or open an answer of the history.</source>
        <translation>質問するか、履歴から回答を開いてください。</translation>
    </message>
</context>
<context>
    <name>History</name>
    <message>
        <source>Today</source>
        <translation>今日</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>昨日</translation>
    </message>
    <message>
        <source>{day}, {time}</source>
        <translation>{day} {time}</translation>
    </message>
    <message>
        <source>No answer</source>
        <translation>回答なし</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失敗</translation>
    </message>
    <message>
        <source>Interrupted</source>
        <translation>中断</translation>
    </message>
    <message>
        <source>Being answered</source>
        <translation>回答中</translation>
    </message>
    <message>
        <source>Marked right</source>
        <translation>「正しい」と判定</translation>
    </message>
    <message>
        <source>Marked wrong</source>
        <translation>「誤り」と判定</translation>
    </message>
</context>
<context>
    <name>HistoryFlow</name>
    <message>
        <source>An answer is being written.</source>
        <translation>回答を作成中です。</translation>
    </message>
    <message>
        <source>Open older ones when it is there, or stop it.</source>
        <translation>完了してから開くか、停止してください。</translation>
    </message>
</context>
<context>
    <name>HistoryPanel</name>
    <message>
        <source>Words of question or answer</source>
        <translation>質問・回答の語句</translation>
    </message>
    <message>
        <source>Search questions, answers and document names</source>
        <translation>質問・回答・文書名を検索</translation>
    </message>
    <message>
        <source>All</source>
        <translation>すべて</translation>
    </message>
    <message>
        <source>Marked right</source>
        <translation>正しい</translation>
    </message>
    <message>
        <source>Marked wrong</source>
        <translation>誤り</translation>
    </message>
    <message>
        <source>Without an answer</source>
        <translation>回答なし</translation>
    </message>
    <message>
        <source>Any day</source>
        <translation>全期間</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>今日</translation>
    </message>
    <message>
        <source>Last 7 days</source>
        <translation>7 日以内</translation>
    </message>
    <message>
        <source>Last 30 days</source>
        <translation>30 日以内</translation>
    </message>
    <message>
        <source>Last 12 months</source>
        <translation>1 年以内</translation>
    </message>
    <message>
        <source>Which questions are listed</source>
        <translation>表示する質問</translation>
    </message>
    <message>
        <source>From which day on</source>
        <translation>期間</translation>
    </message>
    <message>
        <source>Questions you ask appear here.</source>
        <translation>質問するとここに表示されます。</translation>
    </message>
    <message>
        <source>No question fits.</source>
        <translation>該当する質問はありません。</translation>
    </message>
    <message>
        <source>Questions asked before</source>
        <translation>これまでの質問</translation>
    </message>
    <message>
        <source>Export the chosen answers</source>
        <translation>選択した回答を書き出し</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>開く</translation>
    </message>
    <message>
        <source>Ask again</source>
        <translation>もう一度質問</translation>
    </message>
    <message>
        <source>Copy question</source>
        <translation>質問をコピー</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>書き出し…</translation>
    </message>
    <message>
        <source>Entries cannot be deleted</source>
        <translation>記録は削除できません</translation>
    </message>
    <message>
        <source>The journal only grows, so that it can prove what was asked and answered.</source>
        <translation>質問と回答の証拠として残すため、記録は追加のみ可能です。</translation>
    </message>
</context>
<context>
    <name>JudgeBar</name>
    <message>
        <source>Right</source>
        <translation>正しい</translation>
    </message>
    <message>
        <source>Mark the answer right</source>
        <translation>回答を「正しい」と判定</translation>
    </message>
    <message>
        <source>The answer is right; it is kept as a case for qualifications</source>
        <translation>回答は正しい（適性評価の問題として保存）</translation>
    </message>
    <message>
        <source>Wrong</source>
        <translation>誤り</translation>
    </message>
    <message>
        <source>Mark the answer wrong</source>
        <translation>回答を「誤り」と判定</translation>
    </message>
    <message>
        <source>The answer is wrong; give the correct value if you know it</source>
        <translation>回答は誤り（正しい値が分かれば入力）</translation>
    </message>
    <message>
        <source>Marked right</source>
        <translation>「正しい」と判定しました</translation>
    </message>
    <message>
        <source>Marked wrong</source>
        <translation>「誤り」と判定しました</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>元に戻す</translation>
    </message>
    <message>
        <source>Take the mark back</source>
        <translation>判定を取り消す</translation>
    </message>
    <message>
        <source>Correct value</source>
        <translation>正しい値</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>メモ</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Save the correct value and the note</source>
        <translation>正しい値とメモを保存</translation>
    </message>
</context>
<context>
    <name>PanelSwitch</name>
    <message>
        <source>Library</source>
        <translation>ライブラリ</translation>
    </message>
    <message>
        <source>History</source>
        <translation>履歴</translation>
    </message>
    <message>
        <source>Documents in the library (Ctrl+1)</source>
        <translation>ライブラリの文書 (Ctrl+1)</translation>
    </message>
    <message>
        <source>Questions asked before (Ctrl+2)</source>
        <translation>これまでの質問 (Ctrl+2)</translation>
    </message>
</context>
<context>
    <name>RecallBar</name>
    <message>
        <source>Ask again</source>
        <translation>もう一度質問</translation>
    </message>
    <message>
        <source>Close this answer</source>
        <translation>この回答を閉じる</translation>
    </message>
    <message>
        <source>From {date}</source>
        <translation>{date} の回答</translation>
    </message>
    <message>
        <source>journal entry {n}</source>
        <translation>記録 {n}</translation>
    </message>
</context>
<context>
    <name>FetchPanel</name>
    <message>
        <source>Cancel</source>
        <translation>キャンセル</translation>
    </message>
    <message>
        <source>Fetch models</source>
        <translation>モデルを取得</translation>
    </message>
    <message>
        <source>I have an offline pack…</source>
        <translation>オフラインパックを使う…</translation>
    </message>
    <message>
        <source>Looking for the models…</source>
        <translation>モデルを探しています…</translation>
    </message>
    <message>
        <source>Progress of fetching</source>
        <translation>取得の進み具合</translation>
    </message>
    <message>
        <source>Stopped. What was fetched is kept; it goes on from there.</source>
        <translation>中止しました。取得済みの分は保存され、次回は続きから再開します。</translation>
    </message>
    <message>
        <source>The folder or stick with the models</source>
        <translation>モデルの入ったフォルダーまたは USB メモリ</translation>
    </message>
    <message>
        <source>The recommended models</source>
        <translation>推奨モデル</translation>
    </message>
    <message>
        <source>The recommended models are here.</source>
        <translation>推奨モデルはそろっています。</translation>
    </message>
    <message>
        <source>Which models to fetch</source>
        <translation>取得するモデル</translation>
    </message>
    <message>
        <source>{done} of {total}</source>
        <translation>{done} / {total}</translation>
    </message>
    <message>
        <source>{models}: {size} over the network, from {sources}. Checked by hash.</source>
        <translation>{models}：{size} をネットワークから取得します（取得元：{sources}）。ハッシュで照合します。</translation>
    </message>
    <message>
        <source>{model} from {source}</source>
        <translation>{model}（取得元：{source}）</translation>
    </message>
</context>
<context>
    <name>FirstSteps</name>
    <message>
        <source>1 document is in the library.</source>
        <translation>ライブラリに文書が 1 件あります。</translation>
    </message>
    <message>
        <source>A question</source>
        <translation>質問</translation>
    </message>
    <message>
        <source>Add a folder…</source>
        <translation>フォルダーを追加…</translation>
    </message>
    <message>
        <source>Add files…</source>
        <translation>ファイルを追加…</translation>
    </message>
    <message>
        <source>Being read…</source>
        <translation>読み込んでいます…</translation>
    </message>
    <message>
        <source>Documents</source>
        <translation>文書</translation>
    </message>
    <message>
        <source>Drop PDFs, logs or a whole folder on this window, or begin with samples.</source>
        <translation>PDF、記録、フォルダーをこのウィンドウにドロップするか、サンプルで始めてください。</translation>
    </message>
    <message>
        <source>First steps</source>
        <translation>はじめに</translation>
    </message>
    <message>
        <source>Help &gt; First steps brings this back.</source>
        <translation>「ヘルプ」→「はじめに」でまた開けます。</translation>
    </message>
    <message>
        <source>Here: {models}</source>
        <translation>準備済み：{models}</translation>
    </message>
    <message>
        <source>Looking for the models…</source>
        <translation>モデルを確認しています…</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>モデル</translation>
    </message>
    <message>
        <source>Once the documents are read, ask. For the samples, three questions to try appear.</source>
        <translation>文書を読み込んだら質問できます。サンプルでは、試せる質問が 3 つ表示されます。</translation>
    </message>
    <message>
        <source>One writes the answers, one finds passages by meaning. You can search by words meanwhile.</source>
        <translation>回答を書くモデルと、意味で箇所を探すモデルです。なくても言葉での検索はできます。</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>スキップ</translation>
    </message>
    <message>
        <source>To an answer from documents in three steps. Nothing leaves this computer.</source>
        <translation>3 つの手順で、文書に基づく回答が得られます。データがこのパソコンの外に出ることはありません。</translation>
    </message>
    <message>
        <source>Try the sample documents</source>
        <translation>サンプル文書で試す</translation>
    </message>
    <message>
        <source>{n} documents are in the library.</source>
        <translation>ライブラリに文書が {n} 件あります。</translation>
    </message>
</context>
<context>
    <name>HealthPopover</name>
    <message>
        <source>A running answer is interrupted; nothing stored is lost.</source>
        <translation>回答中の質問は中断されます。保存済みのデータは失われません。</translation>
    </message>
    <message>
        <source>Copy report</source>
        <translation>報告をコピー</translation>
    </message>
    <message>
        <source>Engine</source>
        <translation>エンジン</translation>
    </message>
    <message>
        <source>How the engine is</source>
        <translation>エンジンの状態</translation>
    </message>
    <message>
        <source>Last error</source>
        <translation>直近のエラー</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>メモリ</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>モデル</translation>
    </message>
    <message>
        <source>Process</source>
        <translation>プロセス</translation>
    </message>
    <message>
        <source>Restart the engine</source>
        <translation>エンジンを再起動</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>いつから</translation>
    </message>
    <message>
        <source>no answer</source>
        <translation>応答なし</translation>
    </message>
    <message>
        <source>none</source>
        <translation>なし</translation>
    </message>
    <message>
        <source>{pid}, started {time}</source>
        <translation>{pid}（{time} 起動）</translation>
    </message>
    <message>
        <source>{used} in use, {free} free on this computer</source>
        <translation>使用 {used}、パソコンの空き {free}</translation>
    </message>
</context>
<context>
    <name>ModelFlow</name>
    <message>
        <source>Genba goes on with “{model}”.</source>
        <translation>「{model}」で続けます。</translation>
    </message>
</context>
<context>
    <name>ModelMenu</name>
    <message>
        <source>Language model: {model}</source>
        <translation>言語モデル：{model}</translation>
    </message>
    <message>
        <source>More models and settings…</source>
        <translation>ほかのモデルと設定…</translation>
    </message>
    <message>
        <source>No language model is on this computer</source>
        <translation>このパソコンに言語モデルがありません</translation>
    </message>
    <message>
        <source>No model ▾</source>
        <translation>モデルなし ▾</translation>
    </message>
    <message>
        <source>Qualify models…</source>
        <translation>モデルの適性評価…</translation>
    </message>
    <message>
        <source>Which model answers. Click to choose another.</source>
        <translation>回答に使うモデルです。クリックすると変更できます。</translation>
    </message>
</context>
<context>
    <name>Models</name>
    <message>
        <source>damaged</source>
        <translation>破損</translation>
    </message>
    <message>
        <source>qualified in part</source>
        <translation>評価途中</translation>
    </message>
    <message>
        <source>✓ qualified</source>
        <translation>✓ 合格</translation>
    </message>
    <message>
        <source>✗ failed the qualification</source>
        <translation>✗ 不合格</translation>
    </message>
</context>
<context>
    <name>Rows</name>
    <message>
        <source>A quarter of free memory</source>
        <translation>空きメモリの 4 分の 1</translation>
    </message>
    <message>
        <source>Add a model file…</source>
        <translation>モデルのファイルを追加…</translation>
    </message>
    <message>
        <source>All</source>
        <translation>すべて</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>システムに合わせる</translation>
    </message>
    <message>
        <source>Check the journal</source>
        <translation>記録を検証</translation>
    </message>
    <message>
        <source>Choose a folder…</source>
        <translation>フォルダーを選ぶ…</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>ダーク</translation>
    </message>
    <message>
        <source>Empty the bank</source>
        <translation>バンクを空にする</translation>
    </message>
    <message>
        <source>Go to the folders</source>
        <translation>フォルダーへ移動</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>ライト</translation>
    </message>
    <message>
        <source>No bank</source>
        <translation>バンクなし</translation>
    </message>
    <message>
        <source>Opened before…</source>
        <translation>最近使った場所…</translation>
    </message>
    <message>
        <source>Read ahead</source>
        <translation>先読みする</translation>
    </message>
    <message>
        <source>Restart now</source>
        <translation>今すぐ再起動</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>フォルダーを表示</translation>
    </message>
    <message>
        <source>Takes effect when the engine restarts.</source>
        <translation>エンジンの再起動後に有効になります。</translation>
    </message>
    <message>
        <source>f16: exact</source>
        <translation>f16：正確</translation>
    </message>
    <message>
        <source>q8_0: half the room</source>
        <translation>q8_0：容量は半分</translation>
    </message>
</context>
<context>
    <name>SettingRow</name>
    <message>
        <source>Back to the default</source>
        <translation>既定値に戻す</translation>
    </message>
</context>
<context>
    <name>Settings</name>
    <message>
        <source>Another workspace</source>
        <translation>別のワークスペース</translation>
    </message>
    <message>
        <source>Bank of passages read ahead</source>
        <translation>先読みバンク</translation>
    </message>
    <message>
        <source>Cells of the short-term memory</source>
        <translation>短期メモリのセル</translation>
    </message>
    <message>
        <source>Checks that no entry was changed since it was written.</source>
        <translation>書き込み後に変更された記録がないか検証します。</translation>
    </message>
    <message>
        <source>Current workspace</source>
        <translation>現在のワークスペース</translation>
    </message>
    <message>
        <source>Empty the bank</source>
        <translation>バンクを空にする</translation>
    </message>
    <message>
        <source>Everything in the menus that has a key.</source>
        <translation>メニューにあるキー操作の一覧です。</translation>
    </message>
    <message>
        <source>Fills the bank while the computer is idle and on mains.</source>
        <translation>使っていない間、電源接続時にバンクへ先読みします。</translation>
    </message>
    <message>
        <source>Finds passages by meaning. Another one reads all documents again.</source>
        <translation>意味で箇所を探すモデルです。変更するとすべての文書を処理し直します。</translation>
    </message>
    <message>
        <source>For the whole window, answers and lists included.</source>
        <translation>回答や一覧を含む、ウィンドウ全体の文字の大きさです。</translation>
    </message>
    <message>
        <source>From the network, a stick, or a file of your own.</source>
        <translation>ネットワーク、USB メモリ、手持ちのファイルから追加します。</translation>
    </message>
    <message>
        <source>General</source>
        <translation>全般</translation>
    </message>
    <message>
        <source>How many the language model may use.</source>
        <translation>言語モデルが使うコアの数です。</translation>
    </message>
    <message>
        <source>It is filled again from the documents while you pause.</source>
        <translation>空にしても、使っていない間に文書から作り直します。</translation>
    </message>
    <message>
        <source>Its bound on the disk, in MB. Answers come sooner with it.</source>
        <translation>ディスク上の上限（MB）です。バンクがあると回答が早くなります。</translation>
    </message>
    <message>
        <source>Journal</source>
        <translation>記録</translation>
    </message>
    <message>
        <source>Keyboard</source>
        <translation>キーボード</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>表示言語</translation>
    </message>
    <message>
        <source>Language model</source>
        <translation>言語モデル</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>ライブラリ</translation>
    </message>
    <message>
        <source>Light or dark</source>
        <translation>ライト／ダーク</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>モデル</translation>
    </message>
    <message>
        <source>More models</source>
        <translation>モデルの追加</translation>
    </message>
    <message>
        <source>Opens in this window. An empty folder becomes a new workspace.</source>
        <translation>このウィンドウで開きます。空のフォルダーは新しいワークスペースになります。</translation>
    </message>
    <message>
        <source>Privacy</source>
        <translation>プライバシー</translation>
    </message>
    <message>
        <source>Processor cores</source>
        <translation>プロセッサのコア数</translation>
    </message>
    <message>
        <source>Reading ahead</source>
        <translation>先読み</translation>
    </message>
    <message>
        <source>Search model</source>
        <translation>検索モデル</translation>
    </message>
    <message>
        <source>Short-term memory (KV cache)</source>
        <translation>短期メモリ（KV キャッシュ）</translation>
    </message>
    <message>
        <source>Shortcuts</source>
        <translation>ショートカット</translation>
    </message>
    <message>
        <source>Text size</source>
        <translation>文字の大きさ</translation>
    </message>
    <message>
        <source>Text, pages and vectors of your documents, the journal of every question and answer, and the bank lie in the workspace folder; window settings and models in your own user folders. Nothing leaves this computer.</source>
        <translation>文書の本文・ページ・ベクトル、すべての質問と回答の記録、バンクはワークスペースのフォルダーに、ウィンドウの設定とモデルは自分のユーザーフォルダーに保存されます。データがこのパソコンの外に出ることはありません。</translation>
    </message>
    <message>
        <source>The bound of what the model keeps in memory, in MB.</source>
        <translation>モデルがメモリに保持する量の上限（MB）です。</translation>
    </message>
    <message>
        <source>The colours of the window.</source>
        <translation>ウィンドウの配色です。</translation>
    </message>
    <message>
        <source>The folder with the library, the journal and the vectors.</source>
        <translation>ライブラリ、記録、ベクトルを保存するフォルダーです。</translation>
    </message>
    <message>
        <source>They are set up beside the documents they hold.</source>
        <translation>ライブラリの文書一覧のそばで設定します。</translation>
    </message>
    <message>
        <source>Watched folders</source>
        <translation>監視フォルダー</translation>
    </message>
    <message>
        <source>What is kept, and where</source>
        <translation>保存される内容と場所</translation>
    </message>
    <message>
        <source>What the window speaks. Answers follow the question.</source>
        <translation>ウィンドウの言語です。回答は質問の言語に合わせます。</translation>
    </message>
    <message>
        <source>Workspace</source>
        <translation>ワークスペース</translation>
    </message>
    <message>
        <source>Writes the answers. Larger ones are better and slower.</source>
        <translation>回答を書くモデルです。大きいほど高精度ですが遅くなります。</translation>
    </message>
    <message>
        <source>q8_0 takes half the room and reads a little slower.</source>
        <translation>q8_0 は容量が半分で、読み取りは少し遅くなります。</translation>
    </message>
</context>
<context>
    <name>SettingsFlow</name>
    <message>
        <source>A language model as a GGUF file</source>
        <translation>言語モデルの GGUF ファイル</translation>
    </message>
    <message>
        <source>A workspace, or a folder for a new one</source>
        <translation>ワークスペース、または新規作成用のフォルダー</translation>
    </message>
    <message>
        <source>Checking…</source>
        <translation>検証しています…</translation>
    </message>
    <message>
        <source>Language models (*.gguf)</source>
        <translation>言語モデル (*.gguf)</translation>
    </message>
    <message>
        <source>{n} entries, unbroken. Newest hash: {head}</source>
        <translation>{n} 件、改変なし。最新のハッシュ：{head}</translation>
    </message>
</context>
<context>
    <name>SettingsPage</name>
    <message>
        <source>Back to the documents</source>
        <translation>文書に戻る</translation>
    </message>
    <message>
        <source>No setting is called that.</source>
        <translation>該当する設定はありません。</translation>
    </message>
    <message>
        <source>Search settings</source>
        <translation>設定を検索</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>設定</translation>
    </message>
</context>
<context>
    <name>TryQuestions</name>
    <message>
        <source>Close the questions to try</source>
        <translation>質問の例を閉じる</translation>
    </message>
    <message>
        <source>How often must the spindle bearings be greased?</source>
        <translation>検査記録は何年間保管しますか？</translation>
    </message>
    <message>
        <source>The samples are read. Try a question:</source>
        <translation>サンプルを読み込みました。質問してみてください：</translation>
    </message>
    <message>
        <source>What torque for the L-7 spindle lock nut?</source>
        <translation>SH-200 の表面粗さ Ra の規格値は？</translation>
    </message>
    <message>
        <source>What torque for the chuck flange bolt?</source>
        <translation>SH-200 の硬さの規格値は？</translation>
    </message>
</context>
<context>
    <name>Receiving</name>
    <message>
        <source>There is no file on the clipboard.</source>
        <translation>クリップボードにファイルがありません。</translation>
    </message>
    <message>
        <source>Copy a file, an attachment or a picture first.</source>
        <translation>先にファイル、添付ファイル、または画像をコピーしてください。</translation>
    </message>
    <message>
        <source>Only a link was dropped, and Genba follows none.</source>
        <translation>ドロップされたのはリンクだけです。Genba はリンク先を取得しません。</translation>
    </message>
    <message>
        <source>Save the file to a folder first, then drop it here.</source>
        <translation>先にファイルをフォルダーに保存してから、ここにドロップしてください。</translation>
    </message>
    <message>
        <source>Nothing in it can be added to the library.</source>
        <translation>ライブラリに追加できるものがありません。</translation>
    </message>
    <message>
        <source>Save it as a file first, then drop the file here.</source>
        <translation>先にファイルとして保存してから、そのファイルをここにドロップしてください。</translation>
    </message>
    <message>
        <source>“{file}” was saved and is being added.</source>
        <translation>「{file}」を保存し、追加しています。</translation>
    </message>
    <message>
        <source>{n} files were saved and are being added.</source>
        <translation>{n} 件のファイルを保存し、追加しています。</translation>
    </message>
    <message>
        <source>They are kept in {folder}.</source>
        <translation>保存先：{folder}</translation>
    </message>
    <message>
        <source>It is kept in {folder}.</source>
        <translation>保存先：{folder}</translation>
    </message>
    <message>
        <source>Show the folder</source>
        <translation>フォルダーを表示</translation>
    </message>
    <message>
        <source>Not everything could be saved: {reason}</source>
        <translation>保存できなかったものがあります：{reason}</translation>
    </message>
    <message>
        <source>Make room or choose another workspace, then drop it again.</source>
        <translation>空き容量を増やすか、別のワークスペースを選んでから、もう一度ドロップしてください。</translation>
    </message>
    <message>
        <source>The other program did not hand over {files}.</source>
        <translation>元のプログラムから {files} を受け取れませんでした。</translation>
    </message>
    <message>
        <source>Save it to a folder there first, then drop the file here.</source>
        <translation>元のプログラムでフォルダーに保存してから、そのファイルをここにドロップしてください。</translation>
    </message>
    <message>
        <source>{files} cannot be read and was left out.</source>
        <translation>{files} は読み取れない形式のため、除外しました。</translation>
    </message>
    <message>
        <source>Genba reads PDF, Word, Excel, drawings, logs, text and pictures.</source>
        <translation>Genba が読み取れるのは、PDF、Word、Excel、図面、ログ、テキスト、画像です。</translation>
    </message>
</context>
<context>
    <name>FileActions</name>
    <message>
        <source>Open</source>
        <translation>開く</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>詳細</translation>
    </message>
    <message>
        <source>Ask only here</source>
        <translation>この範囲だけに質問</translation>
    </message>
    <message>
        <source>Show copies and revisions</source>
        <translation>同一・関連ファイルを表示</translation>
    </message>
    <message>
        <source>Open in its own program</source>
        <translation>関連付けられたアプリで開く</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>フォルダーで表示</translation>
    </message>
    <message>
        <source>Copy path</source>
        <translation>パスをコピー</translation>
    </message>
    <message>
        <source>Read again</source>
        <translation>読み直す</translation>
    </message>
    <message>
        <source>Remove from the library</source>
        <translation>ライブラリから外す</translation>
    </message>
</context>
<context>
    <name>FileCard</name>
    <message>
        <source>Details of the file</source>
        <translation>ファイルの詳細</translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation>閉じる (Esc)</translation>
    </message>
    <message>
        <source>Close the details</source>
        <translation>詳細を閉じる</translation>
    </message>
</context>
<context>
    <name>FileFacts</name>
    <message>
        <source>Path</source>
        <translation>場所</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>種類</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>図番</translation>
    </message>
    <message>
        <source>Revision</source>
        <translation>版</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>サイズ</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>日付</translation>
    </message>
    <message>
        <source>Passages</source>
        <translation>箇所</translation>
    </message>
    <message>
        <source>Last read</source>
        <translation>読み取り日時</translation>
    </message>
    <message>
        <source>… and {n} more</source>
        <translation>…ほか {n} 件</translation>
    </message>
    <message>
        <source>Same content</source>
        <translation>内容が同じ</translation>
    </message>
    <message>
        <source>Same drawing number</source>
        <translation>図番が同じ</translation>
    </message>
    <message>
        <source>Similar name</source>
        <translation>名前が類似</translation>
    </message>
    <message>
        <source>{revision} (newest is {newest})</source>
        <translation>{revision}（最新は {newest}）</translation>
    </message>
</context>
<context>
    <name>Scope</name>
    <message>
        <source>In {file}</source>
        <translation>{file} のみ</translation>
    </message>
    <message>
        <source>In no document</source>
        <translation>対象の文書なし</translation>
    </message>
    <message>
        <source>In {n} documents</source>
        <translation>{n} 件の文書のみ</translation>
    </message>
    <message>
        <source>Asked only in {file}</source>
        <translation>{file} だけを対象にした回答です</translation>
    </message>
    <message>
        <source>Asked only in {n} documents</source>
        <translation>{n} 件の文書だけを対象にした回答です</translation>
    </message>
</context>
<context>
    <name>KeysDialog</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>キーボードショートカット</translation>
    </message>
    <message>
        <source>In the ask box</source>
        <translation>質問欄</translation>
    </message>
    <message>
        <source>Ask</source>
        <translation>質問する</translation>
    </message>
    <message>
        <source>New line</source>
        <translation>改行</translation>
    </message>
    <message>
        <source>Earlier and later questions</source>
        <translation>前の質問・次の質問</translation>
    </message>
    <message>
        <source>On a page of evidence</source>
        <translation>根拠のページ</translation>
    </message>
    <message>
        <source>Previous and next page</source>
        <translation>前のページ・次のページ</translation>
    </message>
    <message>
        <source>Move the page</source>
        <translation>ページを動かす</translation>
    </message>
    <message>
        <source>Zoom at the pointer</source>
        <translation>ポインターの位置で拡大・縮小</translation>
    </message>
    <message>
        <source>Ctrl+wheel</source>
        <translation>Ctrl+ホイール</translation>
    </message>
</context>
</TS>
