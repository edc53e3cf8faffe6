namespace Fer.Ml;

/// <summary>How a <see cref="VotingClassifier"/> combines its learners.</summary>
public enum Voting
{
    /// <summary>Each learner has a vote, for the class it finds most probable; the probabilities are the shares of the votes.</summary>
    Hard,

    /// <summary>The mean of the learners' probabilities.</summary>
    Soft,
}
