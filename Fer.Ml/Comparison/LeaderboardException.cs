namespace Fer.Ml;

/// <summary>A leaderboard file cannot be used: it is damaged, is none at all, or another run is writing it.</summary>
public sealed class LeaderboardException : FerException
{
    /// <summary>Creates the error.</summary>
    /// <param name="message">Names the file, what is wrong and the way out.</param>
    public LeaderboardException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the error with its cause.</summary>
    /// <param name="message">Names the file, what is wrong and the way out.</param>
    /// <param name="innerException">The cause.</param>
    public LeaderboardException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
