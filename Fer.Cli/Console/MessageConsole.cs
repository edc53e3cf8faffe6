using Microsoft.Extensions.Logging;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Fer.Cli.Console;

/// <summary>
/// Standard error: messages, the log, and on a terminal a progress bar. Quiet leaves only errors.
/// </summary>
internal sealed class MessageConsole(bool quiet) : ILogger
{
    private readonly IAnsiConsole _console =
        AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(System.Console.Error) });

    /// <summary>Says something that is good to know.</summary>
    public void Note(string message)
    {
        if (quiet)
            return;
        if (_console.Profile.Out.IsTerminal)
            _console.MarkupLineInterpolated($"[grey]{message}[/]");
        else
            System.Console.Error.WriteLine(message);
    }

    /// <summary>Says what went wrong, in one line.</summary>
    public static void Error(string message) => System.Console.Error.WriteLine($"fer: {message.ReplaceLineEndings(" ")}");

    /// <summary>Runs work under a progress bar, where there is a terminal to show it.</summary>
    /// <param name="title">What is being done.</param>
    /// <param name="work">The work; it is given what to report to.</param>
    public T WithProgress<T>(string title, Func<IProgress<WorkProgress>?, T> work)
    {
        if (quiet || !_console.Profile.Out.IsTerminal)
            return work(null);
        T result = default!;
        _console.Progress()
            .AutoClear(true)
            .Columns(
                new SpinnerColumn(), new TaskDescriptionColumn { Alignment = Justify.Left },
                new ProgressBarColumn(), new PercentageColumn())
            .Start(context =>
            {
                ProgressTask task = context.AddTask(Markup.Escape(title));
                result = work(new DelegateProgress<WorkProgress>(progress => Show(task, title, progress)));
            });
        return result;
    }

    /// <summary>Runs work that shows something which changes, where there is a terminal to show it on.</summary>
    /// <param name="work">The work; it is given what to show its newest state with.</param>
    public T WithLive<T>(Func<Action<IRenderable>?, T> work)
    {
        if (quiet || !_console.Profile.Out.IsTerminal)
            return work(null);
        T result = default!;
        _console.Live(Text.Empty).AutoClear(true).Start(display => result = work(shown =>
        {
            display.UpdateTarget(shown);
            display.Refresh();
        }));
        return result;
    }

    IDisposable? ILogger.BeginScope<TState>(TState state) => null;

    bool ILogger.IsEnabled(LogLevel logLevel) => !quiet && logLevel >= LogLevel.Information;

    void ILogger.Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (((ILogger)this).IsEnabled(logLevel))
            Note(formatter(state, exception));
    }

    private static void Show(ProgressTask task, string title, WorkProgress progress)
    {
        task.MaxValue = Math.Max(progress.Total, 1);
        task.Value = progress.Done;
        task.Description = Markup.Escape(progress.Detail.Length > 0 ? $"{title}: {progress.Detail}" : title);
    }
}
